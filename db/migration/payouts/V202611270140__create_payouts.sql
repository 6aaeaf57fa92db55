-- Money on its way from a wallet to its owner's bank. The amount is held in the ledger from the first moment; no row here
-- is ever deleted.
create schema payouts;
grant usage on schema payouts to mainstay_app;

-- The state machine as data: a history row of a transition that isn't listed here is refused.
create table payouts.legal_transition (
    from_status text not null,
    to_status   text not null,
    primary key (from_status, to_status)
);
insert into payouts.legal_transition (from_status, to_status) values
    ('none', 'pending'),
    ('pending', 'inTransit'),
    ('pending', 'failed'),
    ('inTransit', 'paid'),
    ('inTransit', 'failed'),
    ('paid', 'reversed');

create table payouts.payout (
    -- the provider's idempotency key too
    id                 uuid        primary key,
    account_id         uuid        not null,
    currency           text        not null check (currency ~ '^[A-Z]{3}$'),
    -- minor units
    amount             bigint      not null check (amount > 0),
    -- the provider's token for a bank account; never an account number
    destination        text        not null check (length(destination) between 1 and 255),
    provider           text        not null,
    status             text        not null,
    -- the ledger's transfers: the hold, and what it was posted by once it was paid
    hold_id            uuid        not null,
    posted_id          uuid,
    provider_reference text,
    failure_code       text,
    -- how often the provider was asked what became of it, and when to ask next
    checks             int         not null default 0,
    next_check_at      timestamptz,
    created_at         timestamptz not null default now(),
    updated_at         timestamptz not null default now(),
    version            bigint      not null default 0,
    constraint open_payout_is_looked_after check (status not in ('pending', 'inTransit') or next_check_at is not null),
    constraint paid_is_posted check ((posted_id is not null) = (status in ('paid', 'reversed'))),
    constraint failed_for_a_reason check (status not in ('failed', 'reversed') or failure_code is not null)
) with (fillfactor = 80);

-- One's own payouts, newest first, by keyset.
create index payout_by_account on payouts.payout (account_id, created_at desc, id desc);
-- What the repair job looks for; as small as what is under way.
create index payout_to_check on payouts.payout (next_check_at) where status in ('pending', 'inTransit');

create table payouts.history (
    id          bigint      generated always as identity primary key,
    payout_id   uuid        not null references payouts.payout (id),
    from_status text        not null,
    to_status   text        not null,
    at          timestamptz not null default now()
);
create index history_by_payout on payouts.history (payout_id, id);

-- Looks instead of a foreign key, whose lock on the few rows of the machine every change would queue for.
create function payouts.record_transition() returns trigger language plpgsql security definer set search_path = '' as $$
declare
    before constant text := case when tg_op = 'INSERT' then 'none' else old.status end;
begin
    if before = new.status then
        return null;
    end if;
    if not exists (select from payouts.legal_transition where from_status = before and to_status = new.status) then
        raise exception 'a payout cannot go from % to %', before, new.status
            using errcode = 'check_violation', constraint = 'transition_is_legal';
    end if;
    insert into payouts.history (payout_id, from_status, to_status) values (new.id, before, new.status);
    return null;
end $$;
create trigger record_transition after insert or update of status on payouts.payout
    for each row execute function payouts.record_transition();

create function payouts.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'payouts.% keeps every row', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on payouts.history
    for each statement execute function payouts.refuse_change();
create trigger never_deleted before delete or truncate on payouts.payout
    for each statement execute function payouts.refuse_change();

-- What a payout is never changes.
create function payouts.refuse_rewrite() returns trigger language plpgsql as $$
begin
    if (new.id, new.account_id, new.currency, new.amount, new.destination, new.provider, new.hold_id, new.created_at)
            is distinct from (old.id, old.account_id, old.currency, old.amount, old.destination, old.provider,
                old.hold_id, old.created_at) then
        raise exception 'the terms of a payout are fixed' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger fixed_terms before update on payouts.payout for each row execute function payouts.refuse_rewrite();

grant select, insert on payouts.payout to mainstay_app;
grant update (status, posted_id, provider_reference, failure_code, checks, next_check_at, updated_at, version)
    on payouts.payout to mainstay_app;
grant select on payouts.history, payouts.legal_transition to mainstay_app;

-- As with payments: a transaction sees the payouts of its caller.
create function payouts.is_visible(account uuid) returns boolean language sql stable as $$
    select case current_setting('mainstay.caller', true)
        when 'system' then true
        when 'anonymous' then false
        when '' then false
        else account = current_setting('mainstay.caller', true)::uuid
    end
$$;
alter table payouts.payout enable row level security;
create policy of_the_caller on payouts.payout to mainstay_app using (payouts.is_visible(account_id));
alter table payouts.history enable row level security;
create policy of_the_payout on payouts.history to mainstay_app
    using (exists (select from payouts.payout p where p.id = payout_id));
