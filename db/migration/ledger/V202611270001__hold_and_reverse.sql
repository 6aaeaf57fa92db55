-- Transfers of two phases: a hold is resolved once, by posting up to what it holds, by voiding it, or by its expiry. And
-- reversals. Each is a transfer of its own with its own entries; no row that was posted ever changes.
alter table ledger.transfer
    add column phase text not null default 'single' check (phase in ('single', 'hold', 'post', 'void', 'expire')),
    add column expires_at timestamptz,
    -- No foreign keys: `check_further` looks at these transfers anyway, and transfers are never deleted.
    add column resolves uuid,
    add column reverses uuid,
    -- Who wanted it, an account's or an organization's id; null: the platform. Such a transfer lowers no other owner's
    -- account.
    add column ordered_by uuid,
    add column metadata jsonb not null default '{}',
    -- a hold that nobody resolves doesn't last for ever
    add constraint hold_expires check ((phase = 'hold') = (expires_at is not null) and expires_at > posted_at),
    add constraint resolution_names_a_hold check ((phase in ('post', 'void', 'expire')) = (resolves is not null)),
    add constraint reversal_is_posted_at_once check (reverses is null or phase = 'single');
create unique index transfer_is_resolved_once on ledger.transfer (resolves) where resolves is not null;
create unique index transfer_is_reversed_once on ledger.transfer (reverses) where reverses is not null;

alter table ledger.entry
    -- `held` and `released` sum to the pending part of a balance, `posted` to the rest. Each is balanced for itself.
    add column layer text not null default 'posted' check (layer in ('posted', 'held', 'released')),
    -- the account's, so that a policy needs no look at the account; null: the platform
    add column owner uuid,
    -- the transfer's, for statements and balances at a time
    add column posted_at timestamptz not null default now(),
    -- Which transaction wrote it: what is below the horizon of running transactions can't get company any more, which is
    -- what folding needs to know.
    add column xid xid8 not null default pg_current_xact_id(),
    add constraint amount_has_an_opposite check (amount > -9223372036854775808),
    -- The trigger checks it: a foreign key looks and locks once per entry.
    drop constraint entry_transfer_id_fkey;
alter table ledger.entry disable trigger append_only;
update ledger.entry e set posted_at = t.posted_at from ledger.transfer t where t.id = e.transfer_id;
alter table ledger.entry enable trigger append_only;

-- An account's statement, and its balance at a time.
create index entry_by_time on ledger.entry (account_id, posted_at, transfer_id);
drop index ledger.entry_by_account;

-- The holds that nobody has resolved yet: a row comes with its hold and goes with its resolution. It is what the expiry
-- looks through, and what whoever resolves a hold locks first.
create table ledger.open_hold (
    transfer_id uuid        primary key,
    expires_at  timestamptz not null
);
create index open_hold_by_expiry on ledger.open_hold (expires_at, transfer_id);
create function ledger.refuse_direct_hold() returns trigger language plpgsql as $$
begin
    raise exception 'holds open and close by transfers alone' using errcode = 'restrict_violation';
end $$;
create trigger changes_by_transfers_alone before insert or update or delete or truncate on ledger.open_hold
    for each statement when (pg_trigger_depth() = 0) execute function ledger.refuse_direct_hold();

-- What a rule is called is what the program turns into a problem's code.
create function ledger.refuse(rule text, why text) returns void language plpgsql as $$
begin
    raise exception using message = why, errcode = 'check_violation', constraint = rule;
end $$;

-- What a resolution brings: the opposite of each entry of its hold, in the same places, and in a post what is moved, per
-- account and side no more than was held.
create function ledger.check_resolution(t ledger.transfer) returns void language plpgsql set search_path = '' as $$
declare
    hold ledger.transfer;
begin
    select * into hold from ledger.transfer where id = t.resolves and phase = 'hold';
    if not found then
        perform ledger.refuse('resolves_a_hold', 'only a hold can be posted, voided or expire');
    elsif t.phase = 'post' and t.posted_at >= hold.expires_at then
        perform ledger.refuse('hold_is_posted_in_time', 'the hold has expired');
    elsif t.phase = 'expire' and t.posted_at < hold.expires_at then
        perform ledger.refuse('hold_expires_in_time', 'the hold has not expired yet');
    elsif exists (
            select from (select * from ledger.entry where transfer_id = hold.id) h
            full join (select * from ledger.entry where transfer_id = t.id and layer = 'released') r using (position)
            where (h.account_id, h.currency, h.amount) is distinct from (r.account_id, r.currency, -r.amount)) then
        perform ledger.refuse('hold_is_released_wholly', 'a resolution releases what its hold holds, wholly');
    elsif exists (select from ledger.entry where transfer_id = t.id and layer = 'posted') <> (t.phase = 'post')
            or exists (select from ledger.entry where transfer_id = t.id and layer = 'held') then
        perform ledger.refuse('resolution_posts_if_it_says_so', 'a post posts something; a void and an expiry post nothing');
    elsif exists (
            select from ledger.entry where transfer_id = t.id and layer = 'posted' or transfer_id = hold.id
            group by account_id, currency, sign(amount)
            having abs(sum(amount) filter (where layer = 'posted'))
                > coalesce(abs(sum(amount) filter (where layer = 'held')), 0)) then
        perform ledger.refuse('no_more_is_posted_than_held', 'more would be posted than is held');
    end if;
    delete from ledger.open_hold where transfer_id = hold.id;
end $$;

-- What a reversal brings: per account the opposite of what the reversed transfer posted.
create function ledger.check_reversal(t ledger.transfer) returns void language plpgsql set search_path = '' as $$
begin
    if not exists (select from ledger.transfer where id = t.reverses and phase in ('single', 'post')) then
        perform ledger.refuse('reverses_what_was_posted', 'only what was posted can be reversed');
    elsif exists (
            select from (
                select account_id, currency, amount, transfer_id = t.id as reverses from ledger.entry
                where transfer_id in (t.id, t.reverses) and layer = 'posted') e
            group by account_id, currency
            having coalesce(sum(amount) filter (where not reverses and amount > 0), 0)
                <> coalesce(-sum(amount) filter (where reverses and amount < 0), 0)
                or coalesce(-sum(amount) filter (where not reverses and amount < 0), 0)
                <> coalesce(sum(amount) filter (where reverses and amount > 0), 0)) then
        perform ledger.refuse('reversal_is_the_opposite', 'a reversal posts the opposite of what it reverses');
    end if;
end $$;

-- Texts by name, which is what the API can show, and few.
create function ledger.is_bounded(metadata jsonb) returns boolean language sql immutable as $$
    select jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 4096
        and not jsonb_path_exists(metadata, '$.* ? (@.type() != "string")', silent => true)
        and jsonb_array_length(jsonb_path_query_array(metadata, '$.keyvalue()', silent => true)) <= 20
$$;

-- What is more than posting at once. It's here and not in constraints because those are prepared anew for each statement,
-- which costs every transfer more than the rest of its row.
create function ledger.check_further(t ledger.transfer) returns void language plpgsql set search_path = '' as $$
begin
    if not ledger.is_bounded(t.metadata) then
        perform ledger.refuse('metadata_is_bounded', 'metadata is an object of at most 20 texts and 4 KB');
    elsif split_part(t.reference, ':', 1) in ('post', 'void', 'expire', 'reversal')
            and split_part(t.reference, ':', 1) <> t.phase and t.reverses is null then
        -- what follows from another transfer is called after it; nothing else may take that name before
        perform ledger.refuse('reference_is_not_reserved', 'such references are the ledger''s own');
    elsif t.phase in ('single', 'hold') and exists (select from ledger.entry where transfer_id = t.id
            and layer <> case when t.phase = 'hold' then 'held' else 'posted' end) then
        perform ledger.refuse('entries_fit_the_phase', 'a hold holds, and everything else posts');
    elsif t.phase = 'hold' and exists (select from ledger.entry where transfer_id = t.id and position > 50) then
        perform ledger.refuse('hold_fits_its_post', 'a hold has at most 50 entries, since its post has twice as many');
    elsif t.expires_at > t.posted_at + interval '366 days' then
        perform ledger.refuse('hold_lasts_a_year_at_most', 'a hold lasts a year at most');
    end if;
    if t.phase = 'hold' then
        insert into ledger.open_hold (transfer_id, expires_at) values (t.id, t.expires_at);
    elsif t.resolves is not null then
        perform ledger.check_resolution(t);
    elsif t.reverses is not null then
        perform ledger.check_reversal(t);
    end if;
end $$;

-- All entries of a transfer come in one statement, of one or of many transfers; one look at them finds whatever is wrong,
-- as bits. A later statement can't add any: it would have to begin at position 1 again, which is taken.
create or replace function ledger.post_entries() returns trigger language plpgsql security definer set search_path = '' as $$
declare
    found_wrong int;
    guarded int;
    transfer ledger.transfer;
begin
    select bit_or(case when whole then bits | case when entries <> last then 8 else 0 end
                       when total <> 0 then 4 else 0 end),
           sum(case when whole then floors end)
    into found_wrong, guarded
    from (
        select grouping(n.currency) = 1 as whole, sum(n.amount) as total, count(*) as entries, max(n.position) as last,
               count(a.floor) as floors,
               bit_or(case when t.id is null then 1
                           when a.id is null then 2
                           when n.posted_at <> now() or t.posted_at <> now() or n.xid <> pg_current_xact_id() then 16
                           when t.ordered_by <> a.owner and n.layer <> 'released'
                               and (n.amount > 0) <> (a.kind in ('asset', 'expense')) then 32
                           else 0 end
                   | case when t.phase = 'single' and n.layer = 'posted' and t.reverses is null and t.metadata = '{}'
                               and t.reference !~ '^(post|void|expire|reversal):' then 0 else 64 end) as bits
        from new_entries n left join ledger.transfer t on t.id = n.transfer_id
            left join ledger.account a
                on a.id = n.account_id and a.currency = n.currency and a.owner is not distinct from n.owner
        group by grouping sets ((n.transfer_id, n.currency, n.layer), (n.transfer_id))) as groups;

    if found_wrong & 1 > 0 then
        perform ledger.refuse('entry_has_a_transfer', 'an entry names a transfer that does not exist');
    elsif found_wrong & 2 > 0 then
        perform ledger.refuse('entry_has_an_account', 'an entry names an account that does not exist in its currency');
    elsif found_wrong & 4 > 0 then
        perform ledger.refuse('transfer_balances', 'the entries of a transfer must sum to zero per currency');
    elsif found_wrong & 8 > 0 then
        perform ledger.refuse('transfer_is_complete', 'a posted transfer takes no further entries');
    elsif found_wrong & 16 > 0 then
        perform ledger.refuse('posted_as_it_happens', 'a transfer is posted at the time and by the transaction it says');
    elsif found_wrong & 32 > 0 then
        perform ledger.refuse('lowers_no_account_of_others', 'who orders a transfer lowers no other owner''s account');
    elsif found_wrong & 64 > 0 then
        for transfer in select * from ledger.transfer where id in (select transfer_id from new_entries) loop
            perform ledger.check_further(transfer);
        end loop;
    end if;
    -- Guarded accounts only, locked in the order of their ids.
    if guarded > 1 then
        perform from ledger.account where floor is not null and id in (select account_id from new_entries)
            order by id for no key update;
    end if;
    if guarded > 0 then
        update ledger.account a
        set debits = a.debits + n.debits, credits = a.credits + n.credits,
            held_debits = a.held_debits + n.held_debits, held_credits = a.held_credits + n.held_credits
        from (select account_id, coalesce(sum(amount) filter (where layer = 'posted' and amount > 0), 0) as debits,
                     coalesce(-sum(amount) filter (where layer = 'posted' and amount < 0), 0) as credits,
                     coalesce(sum(amount) filter (where layer = 'held' and amount > 0
                         or layer = 'released' and amount < 0), 0) as held_debits,
                     coalesce(-sum(amount) filter (where layer = 'held' and amount < 0
                         or layer = 'released' and amount > 0), 0) as held_credits
              from new_entries group by account_id) as n
        where a.id = n.account_id and a.floor is not null;
    end if;
    return null;
end $$;

-- In the same statement: a transfer comes with its entries.
drop trigger refuse_empty_transfer on ledger.transfer;
drop function ledger.refuse_empty_transfer();
create function ledger.refuse_empty_transfers() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if exists (select from new_transfers t where not exists (select from ledger.entry where transfer_id = t.id)) then
        perform ledger.refuse('transfer_is_not_empty', 'a transfer must have entries');
    end if;
    return null;
end $$;
create trigger refuse_empty_transfers after insert on ledger.transfer referencing new table as new_transfers
    for each statement execute function ledger.refuse_empty_transfers();
