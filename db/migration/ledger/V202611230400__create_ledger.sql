-- Double entry. A transfer moves value between accounts by entries that sum to zero per currency. Nothing here is ever
-- changed or deleted; a mistake is corrected by a transfer the other way round.
create schema ledger;
grant usage on schema ledger to mainstay_app;

create table ledger.account (
    id       uuid   primary key,
    -- null: the platform's own
    owner    uuid,
    code     text   not null check (code ~ '^[a-z][a-z_]{0,62}$'),
    currency text   not null check (currency ~ '^[A-Z]{3}$'),
    kind     text   not null check (kind in ('asset', 'liability', 'revenue', 'expense', 'equity')),
    -- The least balance (on the account's normal side) that the account may have; such an account is guarded: it
    -- carries its sums on this row and each entry locks it. Null: no limit, no sums here, never locked by an entry.
    floor    bigint,
    debits   bigint not null default 0 check (debits >= 0),
    credits  bigint not null default 0 check (credits >= 0),
    opened_at timestamptz not null default now(),
    constraint account_is_one_per_owner unique nulls not distinct (owner, code, currency),
    constraint unguarded_account_carries_no_sums check (floor is not null or (debits = 0 and credits = 0)),
    constraint balance_is_not_below_the_floor check (floor is null or floor <=
        case when kind in ('asset', 'expense') then debits::numeric - credits else credits::numeric - debits end)
) with (fillfactor = 80);

create table ledger.transfer (
    id          uuid        primary key,
    -- names the business fact, so that it can't be posted twice
    reference   text        not null constraint transfer_reference_is_unique unique check (length(reference) between 1 and 200),
    description text        not null check (length(description) <= 200),
    posted_at   timestamptz not null default now()
);

create table ledger.entry (
    transfer_id uuid     not null references ledger.transfer (id),
    position    smallint not null check (position between 1 and 100),
    -- No foreign key: its share lock on a hot account's row, taken by every entry, would cost several times the entry.
    -- The trigger below checks the account, and accounts are never deleted.
    account_id  uuid     not null,
    currency    text     not null,
    -- minor units; a debit is positive, a credit is negative
    amount      bigint   not null check (amount <> 0),
    primary key (transfer_id, position)
);

-- Serves an account's balance and its statement.
create index entry_by_account on ledger.entry (account_id, transfer_id);

-- All entries of a transfer come in one statement; what that statement brings must balance.
create function ledger.post_entries() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if exists (select from new_entries group by transfer_id, currency having sum(amount) <> 0) then
        raise exception 'the entries of a transfer must sum to zero per currency'
            using errcode = 'check_violation', constraint = 'transfer_balances';
    end if;
    if exists (select from (select transfer_id, count(*) as brought from new_entries group by transfer_id) as n
               where brought <> (select count(*) from ledger.entry e where e.transfer_id = n.transfer_id)) then
        raise exception 'a posted transfer takes no further entries'
            using errcode = 'check_violation', constraint = 'transfer_is_complete';
    end if;
    if exists (select from new_entries n left join ledger.account a on a.id = n.account_id and a.currency = n.currency
               where a.id is null) then
        raise exception 'an entry names an account that does not exist in its currency'
            using errcode = 'foreign_key_violation', constraint = 'entry_has_an_account';
    end if;
    -- Guarded accounts only, locked in the order of their ids.
    perform from ledger.account where floor is not null and id in (select account_id from new_entries)
        order by id for no key update;
    if found then
        update ledger.account a
        set debits = a.debits + n.debits, credits = a.credits + n.credits
        from (select account_id, coalesce(sum(amount) filter (where amount > 0), 0) as debits,
                     coalesce(-sum(amount) filter (where amount < 0), 0) as credits
              from new_entries group by account_id) as n
        where a.id = n.account_id and a.floor is not null;
    end if;
    return null;
end $$;
create trigger post_entries after insert on ledger.entry referencing new table as new_entries
    for each statement execute function ledger.post_entries();

-- At COMMIT: a transfer without entries is refused.
create function ledger.refuse_empty_transfer() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if not exists (select from ledger.entry where transfer_id = new.id) then
        raise exception 'a transfer must have entries' using errcode = 'check_violation', constraint = 'transfer_is_not_empty';
    end if;
    return null;
end $$;
create constraint trigger refuse_empty_transfer after insert on ledger.transfer
    deferrable initially deferred for each row execute function ledger.refuse_empty_transfer();

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'ledger.% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on ledger.transfer
    for each statement execute function ledger.refuse_change();
create trigger append_only before update or delete or truncate on ledger.entry
    for each statement execute function ledger.refuse_change();
create trigger never_deleted before delete or truncate on ledger.account
    for each statement execute function ledger.refuse_change();

-- An account changes by entries alone, that is, from within the trigger above.
create function ledger.refuse_direct_change() returns trigger language plpgsql as $$
begin
    if pg_trigger_depth() < 2 or (new.id, new.owner, new.code, new.currency, new.kind, new.floor)
            is distinct from (old.id, old.owner, old.code, old.currency, old.kind, old.floor) then
        raise exception 'an account changes by entries alone' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger changes_by_entries_alone before update on ledger.account
    for each row execute function ledger.refuse_direct_change();
create function ledger.refuse_opening_balance() returns trigger language plpgsql as $$
begin
    if new.debits <> 0 or new.credits <> 0 then
        raise exception 'an account opens with no entries' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger opens_empty before insert on ledger.account
    for each row execute function ledger.refuse_opening_balance();

grant select, insert on ledger.account, ledger.transfer, ledger.entry to mainstay_app;
