-- Every change of who may do what, and every refused attempt at one. No personal data: ids and names of roles.
create table access.event (
    id         uuid        primary key,
    at         timestamptz not null default clock_timestamp(),
    -- null for what the program itself did
    actor_id   uuid,
    action     text        not null check (length(action) between 1 and 60),
    outcome    text        not null check (outcome in ('done', 'refused')),
    -- the code of the problem that refused it
    reason     text        check (length(reason) <= 60),
    -- the organization, or the nil UUID for the installation
    scope      uuid        not null,
    subject_id uuid,
    role       text        check (length(role) <= 60),
    before     jsonb       check (pg_column_size(before) <= 4000),
    after      jsonb       check (pg_column_size(after) <= 4000),
    request_id text        check (length(request_id) <= 64),
    constraint refused_for_a_reason check ((outcome = 'refused') = (reason is not null))
);
-- What happened anywhere, and what happened in one organization, newest first, by keyset.
create index event_by_time on access.event (at desc, id desc);
create index event_by_scope on access.event (scope, at desc, id desc);
-- Somebody's latest refusals: a flood of them is noted once in a while.
create index event_refused on access.event (actor_id, at) where outcome = 'refused';

create function access.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the audit log is append-only' using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on access.event
    for each statement execute function access.refuse_change();
grant select, insert on access.event to mainstay_app;
