-- Accounts that belong to somebody: a customer's wallet, an organization's. They are guarded, so the database refuses to
-- overdraw them, what is held included.
alter table ledger.account
    add column owner_type text check (owner_type in ('account', 'organization')),
    -- What transfers of two phases hold on the account and have neither posted nor released yet.
    add column held_debits  bigint not null default 0 check (held_debits >= 0),
    add column held_credits bigint not null default 0 check (held_credits >= 0),
    add constraint owner_has_a_type check ((owner is null) = (owner_type is null)),
    -- Nobody but the platform itself may owe without a limit.
    add constraint owned_account_is_guarded check (owner is null or floor is not null),
    drop constraint unguarded_account_carries_no_sums,
    add constraint unguarded_account_carries_no_sums check (floor is not null
        or (debits = 0 and credits = 0 and held_debits = 0 and held_credits = 0)),
    drop constraint balance_is_not_below_the_floor,
    -- What is held to go out is as good as gone; what is held to come in is not there yet.
    add constraint balance_is_not_below_the_floor check (floor is null or floor <=
        case when kind in ('asset', 'expense') then debits::numeric - credits - held_credits
             else credits::numeric - debits - held_debits end);

-- The list of accounts, newest first, by keyset.
create index account_by_age on ledger.account (opened_at desc, id desc);

-- An account's id follows from its name, as `LedgerAccount` derives it: an UUID of version 3. So an id can't stand for
-- another owner or currency than its name says, whatever code wrote the row.
create function ledger.account_id(owner uuid, owner_type text, code text, currency text) returns uuid
language sql immutable set search_path = '' as $$
    select encode(set_byte(set_byte(hash, 6, get_byte(hash, 6) & 15 | 48), 8, get_byte(hash, 8) & 63 | 128), 'hex')::uuid
    from (select decode(md5(coalesce(owner_type || '/' || owner, 'platform') || '/' || code || '/' || currency), 'hex')
          as hash) as named
$$;

create or replace function ledger.refuse_opening_balance() returns trigger language plpgsql as $$
begin
    if (new.debits, new.credits, new.held_debits, new.held_credits) <> (0, 0, 0, 0) then
        raise exception 'an account opens with no entries' using errcode = 'restrict_violation';
    end if;
    if new.id <> ledger.account_id(new.owner, new.owner_type, new.code, new.currency) then
        raise exception 'the id of an account follows from its owner, code and currency'
            using errcode = 'check_violation', constraint = 'account_has_its_own_id';
    end if;
    return new;
end $$;

-- As before, for the further columns, and without work for each row where nothing is wrong.
drop trigger changes_by_entries_alone on ledger.account;
drop function ledger.refuse_direct_change();
create function ledger.refuse_direct_change() returns trigger language plpgsql as $$
begin
    raise exception 'an account changes by entries alone' using errcode = 'restrict_violation';
end $$;
create trigger changes_by_entries_alone before update on ledger.account
    for each statement when (pg_trigger_depth() = 0) execute function ledger.refuse_direct_change();
create trigger stays_what_it_is before update of id, owner, owner_type, code, currency, kind, floor, opened_at
    on ledger.account for each row execute function ledger.refuse_direct_change();
