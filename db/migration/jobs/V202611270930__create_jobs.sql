-- Work that takes longer than a request. A row is deleted some days after its end, or with its owner's account.
create schema jobs;
grant usage on schema jobs to mainstay_app;

create table jobs.job (
    id          uuid        primary key,
    -- who started it and may see it
    account_id  uuid        not null,
    kind        text        not null check (kind ~ '^[a-zA-Z]{1,40}$'),
    parameters  json        not null,
    -- what it's about; gone with its end
    input       bytea,
    status      text        not null default 'queued' check (status in ('queued', 'running', 'succeeded', 'failed')),
    attempts    int         not null default 0,
    -- tells the attempt that holds it from earlier ones
    token       uuid,
    -- when it is to be begun, or begun anew because nobody has ended it
    due_at      timestamptz not null default now(),
    result      json,
    error       json,
    created_at  timestamptz not null default now(),
    finished_at timestamptz,
    expires_at  timestamptz,
    constraint succeeded_with_a_result check ((status = 'succeeded') = (result is not null)),
    constraint failed_for_a_reason check ((status = 'failed') = (error is not null)),
    constraint ended_jobs_expire check ((status in ('succeeded', 'failed')) = (expires_at is not null)),
    constraint running_has_a_token check (status <> 'running' or token is not null)
);
-- One's own, newest first.
create index job_by_account on jobs.job (account_id, created_at desc, id desc);
-- What a worker takes next; as small as what is open. It serves the count of one's open jobs well enough.
create index job_to_run on jobs.job (due_at) where status in ('queued', 'running');
-- What is forgotten next.
create index job_by_expiry on jobs.job (expires_at) where expires_at is not null;

-- Of a job that runs; apart from it, since that one is changed by the job's own transaction alone.
create table jobs.progress (
    job_id  uuid primary key references jobs.job (id) on delete cascade,
    percent int  not null check (percent between 0 and 100)
);

-- What a job has made; apart from it, since nobody reads it on the way.
create table jobs.file (
    job_id       uuid  primary key references jobs.job (id) on delete cascade,
    name         text  not null check (name ~ '^[A-Za-z0-9._-]{1,100}$'),
    content_type text  not null,
    content      bytea not null
);

-- The caller's own, and all for what no request asked for.
create function jobs.is_visible(account uuid) returns boolean language sql stable as $$
    select case current_setting('mainstay.caller', true)
        when 'system' then true
        when 'anonymous' then false
        when '' then false
        else account = current_setting('mainstay.caller', true)::uuid
    end
$$;
alter table jobs.job enable row level security;
create policy of_the_caller on jobs.job to mainstay_app using (jobs.is_visible(account_id));
alter table jobs.progress enable row level security;
create policy of_the_job on jobs.progress to mainstay_app
    using (exists (select from jobs.job j where j.id = job_id));
alter table jobs.file enable row level security;
create policy of_the_job on jobs.file to mainstay_app
    using (exists (select from jobs.job j where j.id = job_id));

grant select, insert, update, delete on jobs.job, jobs.progress to mainstay_app;
grant select, insert, delete on jobs.file to mainstay_app;
