-- What customers' banks take back, as providers tell it. No row here is ever deleted.
create schema disputes;
grant usage on schema disputes to mainstay_app;

-- The state machine as data. Announcements may be missed, so steps may be left out, and each state may be the first that is
-- heard of.
create table disputes.legal_transition (
    from_status text not null,
    to_status   text not null,
    primary key (from_status, to_status)
);
insert into disputes.legal_transition (from_status, to_status)
select 'none', status from unnest(array['warningNeedsResponse', 'warningUnderReview', 'warningClosed', 'needsResponse',
    'underReview', 'won', 'lost']) as status;
insert into disputes.legal_transition (from_status, to_status) values
    ('warningNeedsResponse', 'warningUnderReview'),
    ('warningNeedsResponse', 'warningClosed'),
    ('warningNeedsResponse', 'needsResponse'),
    ('warningNeedsResponse', 'underReview'),
    ('warningNeedsResponse', 'won'),
    ('warningNeedsResponse', 'lost'),
    ('warningUnderReview', 'warningClosed'),
    ('warningUnderReview', 'needsResponse'),
    ('warningUnderReview', 'underReview'),
    ('warningUnderReview', 'won'),
    ('warningUnderReview', 'lost'),
    ('needsResponse', 'underReview'),
    ('needsResponse', 'won'),
    ('needsResponse', 'lost'),
    ('underReview', 'needsResponse'),
    ('underReview', 'won'),
    ('underReview', 'lost');

create table disputes.dispute (
    id         uuid        primary key,
    payment_id uuid        not null,
    provider   text        not null,
    -- the provider's name for it
    reference  text        not null check (length(reference) between 1 and 255),
    currency   text        not null check (currency ~ '^[A-Z]{3}$'),
    -- minor units
    amount     bigint      not null check (amount > 0),
    reason     text        not null check (length(reason) <= 255),
    status     text        not null,
    opened_at  timestamptz not null default now(),
    -- by the provider's clock: what it said before is no news
    changed_at timestamptz not null,
    constraint dispute_is_told_once unique (provider, reference)
);
-- The list, newest first, of all and of those that stand so.
create index dispute_by_time on disputes.dispute (opened_at desc, id desc);
create index dispute_by_status on disputes.dispute (status, opened_at desc, id desc);

create table disputes.history (
    id          bigint      generated always as identity primary key,
    dispute_id  uuid        not null references disputes.dispute (id),
    from_status text        not null,
    to_status   text        not null,
    at          timestamptz not null default now()
);
create index history_by_dispute on disputes.history (dispute_id, id);

-- Looks instead of a foreign key, as with payouts.
create function disputes.record_transition() returns trigger language plpgsql security definer set search_path = '' as $$
declare
    before constant text := case when tg_op = 'INSERT' then 'none' else old.status end;
begin
    if before = new.status then
        return null;
    end if;
    if not exists (select from disputes.legal_transition where from_status = before and to_status = new.status) then
        raise exception 'a dispute cannot go from % to %', before, new.status
            using errcode = 'check_violation', constraint = 'transition_is_legal';
    end if;
    insert into disputes.history (dispute_id, from_status, to_status) values (new.id, before, new.status);
    return null;
end $$;
revoke execute on function disputes.record_transition from public;
create trigger record_transition after insert or update of status on disputes.dispute
    for each row execute function disputes.record_transition();

create function disputes.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'disputes.% keeps every row', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on disputes.history
    for each statement execute function disputes.refuse_change();
create trigger never_deleted before delete or truncate on disputes.dispute
    for each statement execute function disputes.refuse_change();

-- What is disputed never changes.
create function disputes.refuse_rewrite() returns trigger language plpgsql as $$
begin
    if (new.id, new.payment_id, new.provider, new.reference, new.currency, new.amount, new.reason, new.opened_at)
        is distinct from (old.id, old.payment_id, old.provider, old.reference, old.currency, old.amount, old.reason,
            old.opened_at) then
        raise exception 'what is disputed is fixed' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger fixed_terms before update on disputes.dispute
    for each row execute function disputes.refuse_rewrite();

-- Nobody's but the operators': no customer sees them.
alter table disputes.dispute enable row level security;
create policy of_the_platform on disputes.dispute to mainstay_app
    using (current_setting('mainstay.caller', true) = 'system');
alter table disputes.history enable row level security;
create policy of_the_platform on disputes.history to mainstay_app
    using (current_setting('mainstay.caller', true) = 'system');

grant select, insert, update (status, changed_at) on disputes.dispute to mainstay_app;
grant select on disputes.history, disputes.legal_transition to mainstay_app;
