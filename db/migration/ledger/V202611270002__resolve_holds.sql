-- Transfers that follow from others, made where those are: one round trip, and whoever resolves a hold needn't be allowed
-- to see all of its entries. The triggers check what these functions write as they check everybody.

-- Posts or voids a hold. `amount` posts a part of a hold of two entries; the arrays post any part of any hold; with
-- neither, a post posts all.
create function ledger.resolve_hold(new_id uuid, hold uuid, how text, new_reference text, new_description text,
        new_metadata jsonb, orderer uuid, part bigint, part_currency text, accounts uuid[], amounts bigint[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
    held constant smallint := (select count(*) from ledger.entry where transfer_id = hold);
begin
    -- the hold first, then the accounts: the order in which the expiry locks
    perform from ledger.open_hold where transfer_id = hold for update;
    if not found and exists (select from ledger.transfer where resolves = hold) then
        raise exception 'the hold is resolved' using errcode = 'unique_violation', constraint = 'transfer_is_resolved_once';
    elsif not found and not exists (select from ledger.transfer where id = hold) then
        raise exception 'there is no such hold' using errcode = 'foreign_key_violation', constraint = 'hold_exists';
    elsif part is not null and held <> 2 then
        perform ledger.refuse('part_of_two_entries', 'a part of a hold of more than two entries is posted entry by entry');
    elsif exists (select from ledger.entry where transfer_id = hold and currency <> part_currency) then
        perform ledger.refuse('part_is_in_its_currency', 'the hold is in another currency');
    end if;
    with resolution as (
        insert into ledger.transfer (id, reference, description, metadata, phase, resolves, ordered_by)
        select new_id, new_reference, coalesce(new_description, description), new_metadata, how, id, orderer
        from ledger.transfer where id = hold)
    insert into ledger.entry (transfer_id, position, account_id, currency, owner, layer, amount)
    select new_id, position, account_id, currency, owner, 'released', -amount
    from ledger.entry where transfer_id = hold
    union all
    select new_id, held + position, account_id, currency, owner, 'posted', coalesce(sign(amount)::bigint * part, amount)
    from ledger.entry where transfer_id = hold and how = 'post' and accounts is null
    union all
    select new_id, held + p.position, p.account_id, coalesce(a.currency, 'XXX'), a.owner, 'posted', p.amount
    from unnest(accounts, amounts) with ordinality as p (account_id, amount, position)
        left join ledger.account a on a.id = p.account_id;
end $$;

-- Ends holds that are overdue, the oldest first, and says how many. What another instance is ending, or somebody is
-- posting, is left out.
create function ledger.expire_holds(batch int) returns int
language plpgsql security definer set search_path = '' as $$
declare
    ended int;
begin
    with due as materialized (
        select transfer_id as hold, uuidv7() as id from ledger.open_hold
        where expires_at <= now() order by expires_at, transfer_id limit batch for update skip locked),
    expired as (
        insert into ledger.transfer (id, reference, description, phase, resolves)
        select due.id, 'expire:' || due.hold, t.description, 'expire', due.hold
        from due join ledger.transfer t on t.id = due.hold),
    released as (
        insert into ledger.entry (transfer_id, position, account_id, currency, owner, layer, amount)
        select due.id, e.position, e.account_id, e.currency, e.owner, 'released', -e.amount
        from due join ledger.entry e on e.transfer_id = due.hold)
    select count(*) into ended from due;
    return ended;
end $$;

create function ledger.reverse(new_id uuid, reversed uuid, new_reference text, new_description text, new_metadata jsonb)
returns void language plpgsql security definer set search_path = '' as $$
begin
    -- of two at once the second sees what the first did
    perform from ledger.transfer where id = reversed for no key update;
    if not found then
        raise exception 'there is no such transfer' using errcode = 'foreign_key_violation', constraint = 'transfer_exists';
    elsif exists (select from ledger.transfer where reverses = reversed) then
        raise exception 'the transfer is reversed' using errcode = 'unique_violation', constraint = 'transfer_is_reversed_once';
    elsif not exists (select from ledger.entry where transfer_id = reversed and layer = 'posted') then
        perform ledger.refuse('reverses_what_was_posted', 'only what was posted can be reversed');
    end if;
    with reversal as (
        insert into ledger.transfer (id, reference, description, metadata, reverses)
        values (new_id, new_reference, new_description, new_metadata, reversed))
    insert into ledger.entry (transfer_id, position, account_id, currency, owner, amount)
    select new_id, row_number() over (order by position), account_id, currency, owner, -amount
    from ledger.entry where transfer_id = reversed and layer = 'posted';
end $$;

-- Posts each transfer for itself, in their order: one that is refused leaves the others. Says, in the same order, which
-- rule refused it; null for what was posted.
create function ledger.post_each(ids uuid[], refs text[], descriptions text[], metadata text[], orderers uuid[],
        transfer_ids uuid[], positions smallint[], accounts uuid[], owners uuid[], currencies text[], amounts bigint[])
returns table (refused_by text, state text) language plpgsql security definer set search_path = '' as $$
begin
    -- all locks in one order before the first is needed
    perform from ledger.account where floor is not null and id = any (accounts) order by id for no key update;
    for i in 1 .. cardinality(ids) loop
        refused_by := null;
        state := null;
        begin
            with posted as (
                insert into ledger.transfer (id, reference, description, metadata, ordered_by)
                values (ids[i], refs[i], descriptions[i], metadata[i]::jsonb, orderers[i]))
            insert into ledger.entry (transfer_id, position, account_id, owner, currency, amount)
            select e.transfer_id, e.position, e.account_id, e.owner, e.currency, e.amount
            from unnest(transfer_ids, positions, accounts, owners, currencies, amounts)
                as e (transfer_id, position, account_id, owner, currency, amount)
            where e.transfer_id = ids[i];
        exception when integrity_constraint_violation or numeric_value_out_of_range or restrict_violation
                or check_violation or unique_violation or foreign_key_violation then
            get stacked diagnostics refused_by = constraint_name, state = returned_sqlstate;
        end;
        return next;
    end loop;
end $$;

revoke execute on all functions in schema ledger from public;
grant execute on function ledger.resolve_hold, ledger.expire_holds, ledger.reverse, ledger.post_each, ledger.account_id
    to mainstay_app;
