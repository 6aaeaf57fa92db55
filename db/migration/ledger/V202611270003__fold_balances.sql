-- Balances of accounts without a floor. Every payment posts to the same few of them, so no entry may lock or change a row
-- of theirs. Their entries are folded afterwards: a folded balance is the sum of all entries up to a transaction, and the
-- balance of now is that and the entries behind it.

create table ledger.folded_balance (
    account_id     uuid    primary key,
    -- The last transaction whose entries are in the sums. It and all before it had ended when it was folded.
    folded_through xid8    not null default '0',
    debits         numeric not null default 0,
    credits        numeric not null default 0,
    held_debits    numeric not null default 0,
    held_credits   numeric not null default 0
) with (fillfactor = 50);

-- The same by the hour in which the entries were posted (UTC), for the balance at a time.
create table ledger.folded_hour (
    account_id   uuid        not null,
    hour         timestamptz not null,
    debits       numeric     not null,
    credits      numeric     not null,
    held_debits  numeric     not null,
    held_credits numeric     not null,
    primary key (account_id, hour)
) with (fillfactor = 80);

-- The entries that aren't folded yet.
create index entry_to_fold on ledger.entry (account_id, xid) where owner is null;
-- What was posted since a time, over all accounts, for the trial balance. Rows arrive in the order of time.
create index entry_by_age on ledger.entry using brin (posted_at) with (autosummarize = on);

create function ledger.begin_folding() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    insert into ledger.folded_balance (account_id) values (new.id);
    return null;
end $$;
create trigger begin_folding after insert on ledger.account
    for each row when (new.floor is null) execute function ledger.begin_folding();
insert into ledger.folded_balance (account_id) select id from ledger.account where floor is null;

-- Folding is moving `folded_through`, and nothing else can be moved: the sums follow from the entries here. A transaction
-- that may still commit, or one beside it that may, is never folded, so none is missed however late it commits.
create function ledger.fold() returns trigger language plpgsql security definer set search_path = '' as $$
declare
    -- Restored from a dump into a cluster that counts transactions anew: what was folded says nothing any more.
    begun_anew constant boolean := old.folded_through >= pg_snapshot_xmax(pg_current_snapshot());
begin
    if (new.account_id, new.debits, new.credits, new.held_debits, new.held_credits)
            is distinct from (old.account_id, old.debits, old.credits, old.held_debits, old.held_credits) then
        raise exception 'a folded balance follows from its entries' using errcode = 'restrict_violation';
    elsif new.folded_through >= pg_snapshot_xmin(pg_current_snapshot()) then
        raise exception 'transactions up to this one may still commit' using errcode = 'restrict_violation';
    elsif begun_anew then
        delete from ledger.folded_hour where account_id = new.account_id;
        old.folded_through := '0';
        old.debits := 0;
        old.credits := 0;
        old.held_debits := 0;
        old.held_credits := 0;
    elsif new.folded_through <= old.folded_through then
        return null;
    end if;
    with moved as materialized (
        select date_trunc('hour', posted_at, 'UTC') as hour,
               coalesce(sum(amount) filter (where layer = 'posted' and amount > 0), 0) as debits,
               coalesce(-sum(amount) filter (where layer = 'posted' and amount < 0), 0) as credits,
               coalesce(sum(amount) filter (where layer = 'held' and amount > 0 or layer = 'released' and amount < 0), 0) as held_debits,
               coalesce(-sum(amount) filter (where layer = 'held' and amount < 0 or layer = 'released' and amount > 0), 0) as held_credits
        from ledger.entry
        where account_id = new.account_id and owner is null and xid > old.folded_through and xid <= new.folded_through
        group by 1),
    kept as (
        insert into ledger.folded_hour as h (account_id, hour, debits, credits, held_debits, held_credits)
        select new.account_id, m.* from moved m
        on conflict (account_id, hour) do update
        set debits = h.debits + excluded.debits, credits = h.credits + excluded.credits,
            held_debits = h.held_debits + excluded.held_debits, held_credits = h.held_credits + excluded.held_credits)
    select old.debits + coalesce(sum(m.debits), 0), old.credits + coalesce(sum(m.credits), 0),
           old.held_debits + coalesce(sum(m.held_debits), 0), old.held_credits + coalesce(sum(m.held_credits), 0)
    into new.debits, new.credits, new.held_debits, new.held_credits
    from moved m;
    return new;
end $$;
create trigger fold before update on ledger.folded_balance for each row execute function ledger.fold();

create function ledger.refuse_direct_fold() returns trigger language plpgsql as $$
begin
    raise exception 'a folded balance follows from its entries' using errcode = 'restrict_violation';
end $$;
create trigger follows_from_accounts before insert or delete or truncate on ledger.folded_balance
    for each statement when (pg_trigger_depth() = 0) execute function ledger.refuse_direct_fold();
create trigger follows_from_entries before insert or update or delete or truncate on ledger.folded_hour
    for each statement when (pg_trigger_depth() = 0) execute function ledger.refuse_direct_fold();

-- Every account with its balance of now, and up to where it is folded. One statement sees the folded sums and the entries
-- behind them at the same moment. What was folded before a restore from a dump doesn't count.
create view ledger.account_balance with (security_invoker = true) as
select a.id, a.owner, a.owner_type, a.code, a.currency, a.kind, a.floor, a.opened_at, f.folded_through,
       case when a.floor is null then coalesce(f.debits, 0) + t.debits else a.debits end as debits,
       case when a.floor is null then coalesce(f.credits, 0) + t.credits else a.credits end as credits,
       case when a.floor is null then coalesce(f.held_debits, 0) + t.held_debits else a.held_debits end as held_debits,
       case when a.floor is null then coalesce(f.held_credits, 0) + t.held_credits else a.held_credits end as held_credits
from ledger.account a
left join ledger.folded_balance f
    on f.account_id = a.id and f.folded_through < pg_snapshot_xmax(pg_current_snapshot())
cross join lateral (
    select coalesce(sum(amount) filter (where layer = 'posted' and amount > 0), 0) as debits,
           coalesce(-sum(amount) filter (where layer = 'posted' and amount < 0), 0) as credits,
           coalesce(sum(amount) filter (where layer = 'held' and amount > 0 or layer = 'released' and amount < 0), 0) as held_debits,
           coalesce(-sum(amount) filter (where layer = 'held' and amount < 0 or layer = 'released' and amount > 0), 0) as held_credits
    from ledger.entry e
    where a.floor is null and e.account_id = a.id and e.owner is null and e.xid > coalesce(f.folded_through, '0')) as t;

-- An account's balance after a transfer of a time; after all of that time for the greatest id. An account without a floor
-- sums the folded hours before and the entries of the hour itself; a guarded one takes from its balance of now what came
-- since.
create function ledger.balance_at(account uuid, at timestamptz, transfer uuid)
returns table (debits numeric, credits numeric, held_debits numeric, held_credits numeric) language sql stable as $$
    with subject as (
        select b.*, date_trunc('hour', at, 'UTC') as hour from ledger.account_balance b where b.id = account),
    counted as (
        select 1 as times, e.layer, e.amount from subject s join ledger.entry e on e.account_id = s.id
        where s.floor is null and e.posted_at >= s.hour and (e.posted_at, e.transfer_id) <= (at, transfer)
        union all
        select 1, e.layer, e.amount from subject s join ledger.entry e on e.account_id = s.id and e.owner is null
        where s.floor is null and e.posted_at < s.hour and e.xid > coalesce(s.folded_through, '0')
        union all
        select -1, e.layer, e.amount from subject s join ledger.entry e on e.account_id = s.id
        where s.floor is not null and (e.posted_at, e.transfer_id) > (at, transfer)),
    base as (
        select s.debits, s.credits, s.held_debits, s.held_credits from subject s where s.floor is not null
        union all
        select h.debits, h.credits, h.held_debits, h.held_credits
        from subject s join ledger.folded_hour h on h.account_id = s.id and h.hour < s.hour
        where s.floor is null and s.folded_through is not null
        union all
        select coalesce(sum(times * amount) filter (where layer = 'posted' and amount > 0), 0),
               coalesce(-sum(times * amount) filter (where layer = 'posted' and amount < 0), 0),
               coalesce(sum(times * amount) filter (where layer = 'held' and amount > 0 or layer = 'released' and amount < 0), 0),
               coalesce(-sum(times * amount) filter (where layer = 'held' and amount < 0 or layer = 'released' and amount > 0), 0)
        from counted)
    select sum(base.debits), sum(base.credits), sum(base.held_debits), sum(base.held_credits) from base
$$;

grant select on ledger.folded_balance, ledger.folded_hour, ledger.account_balance to mainstay_app;
-- moving it is all that the program can do; see `fold`
grant update (folded_through) on ledger.folded_balance to mainstay_app;
revoke execute on all functions in schema ledger from public;
grant execute on function ledger.balance_at to mainstay_app;
