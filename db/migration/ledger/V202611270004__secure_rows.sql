-- As with orders: a transaction sees the accounts of its caller, and those of the organizations whose payments the caller
-- may read, with their entries. The platform's own accounts hold nobody's data; who may read those is up to the program.
create function ledger.is_visible(owner uuid) returns boolean language sql stable as $$
    select case current_setting('mainstay.caller', true)
        when 'system' then true
        when 'anonymous' then false
        when '' then false
        else owner = current_setting('mainstay.caller', true)::uuid
            or access.permits(current_setting('mainstay.caller', true)::uuid, owner, 'payments:read')
    end
$$;

-- A transfer is visible to whoever has a part in it, and if only the platform has one. It looks at all entries, as its
-- owner may.
create function ledger.is_visible_transfer(transfer uuid) returns boolean
language sql stable security definer set search_path = '' as $$
    select coalesce(bool_or(e.owner is null or ledger.is_visible(e.owner)) filter (where e.owner is not null), true)
    from ledger.entry e where e.transfer_id = transfer
$$;
revoke execute on all functions in schema ledger from public;
grant execute on function ledger.is_visible, ledger.is_visible_transfer to mainstay_app;

alter table ledger.account enable row level security;
create policy of_the_caller on ledger.account for select to mainstay_app
    using (owner is null or ledger.is_visible(owner));
create policy anybody on ledger.account for insert to mainstay_app with check (true);

alter table ledger.entry enable row level security;
create policy of_the_caller on ledger.entry for select to mainstay_app
    using (owner is null or ledger.is_visible(owner));
create policy anybody on ledger.entry for insert to mainstay_app with check (true);

alter table ledger.transfer enable row level security;
create policy of_the_caller on ledger.transfer for select to mainstay_app
    using ((select coalesce(current_setting('mainstay.caller', true), '')) = 'system' or ledger.is_visible_transfer(id));
create policy anybody on ledger.transfer for insert to mainstay_app with check (true);
