-- The chain of hashes over posted transfers. A transfer gets its link soon after its commit, by a worker.
create schema ledgerchain;
grant usage on schema ledgerchain to mainstay_app;

create table ledgerchain.link (
    -- from 1, without gaps
    position    bigint primary key check (position > 0),
    -- no foreign key: transfers are never deleted, and the verifier says so if one was
    transfer_id uuid   not null constraint transfer_is_linked_once unique,
    -- SHA-256 of the link before, the transfer and its entries
    hash        bytea  not null check (length(hash) = 32)
);

-- Where the chain ends: the one row that whoever goes on with it locks.
create table ledgerchain.head (
    singleton     boolean     primary key default true check (singleton),
    position      bigint      not null check (position >= 0),
    hash          bytea       not null check (length(hash) = 32),
    -- Every transfer of a transaction before this one has its link.
    sealed_before xid8        not null,
    sealed_at     timestamptz not null
);
insert into ledgerchain.head (position, hash, sealed_before, sealed_at)
values (0, decode(repeat('00', 32), 'hex'), '0', now());

create function ledgerchain.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'ledgerchain.% keeps every row as it is', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on ledgerchain.link
    for each statement execute function ledgerchain.refuse_change();
create trigger never_deleted before delete or truncate on ledgerchain.head
    for each statement execute function ledgerchain.refuse_change();

-- The chain only grows.
create function ledgerchain.refuse_return() returns trigger language plpgsql as $$
begin
    if new.position < old.position or new.sealed_before < old.sealed_before
        or new.position = old.position and new.hash <> old.hash then
        raise exception 'the chain only grows' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger grows before update on ledgerchain.head for each row execute function ledgerchain.refuse_return();

alter table ledgerchain.link enable row level security;
create policy of_the_platform on ledgerchain.link to mainstay_app
    using (current_setting('mainstay.caller', true) = 'system');
alter table ledgerchain.head enable row level security;
create policy of_the_platform on ledgerchain.head to mainstay_app
    using (current_setting('mainstay.caller', true) = 'system');

grant select, insert on ledgerchain.link to mainstay_app;
grant select, update (position, hash, sealed_before, sealed_at) on ledgerchain.head to mainstay_app;
