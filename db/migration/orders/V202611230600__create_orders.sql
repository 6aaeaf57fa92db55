-- What a customer ordered at which prices, and how far it has come.
create schema orders;
grant usage on schema orders to mainstay_app;

-- The state machine as data: a history row of a transition that isn't listed here is refused.
create table orders.legal_transition (
    from_status text not null,
    to_status   text not null,
    primary key (from_status, to_status)
);
insert into orders.legal_transition (from_status, to_status) values
    ('none', 'pendingPayment'),
    ('pendingPayment', 'confirmed'),
    ('pendingPayment', 'expired'),
    ('pendingPayment', 'cancelled'),
    ('confirmed', 'fulfilling'),
    ('confirmed', 'onHold'),
    ('confirmed', 'cancelled'),
    ('onHold', 'confirmed'),
    ('fulfilling', 'completed'),
    ('fulfilling', 'cancelled');

create table orders.customer_order (
    id         uuid        primary key,
    account_id uuid        not null,
    status     text        not null,
    currency   text        not null check (currency ~ '^[A-Z]{3}$'),
    -- minor units; prices include tax
    total      bigint      not null check (total > 0),
    tax        bigint      not null check (tax between 0 and total),
    placed_at  timestamptz not null,
    -- until when the stock stays reserved without a payment
    expires_at timestamptz not null,
    -- who made the latest transition, for the history
    changed_by text        not null check (changed_by in ('customer', 'payment', 'timer', 'operator')),
    version    bigint      not null
) with (fillfactor = 80);

-- A customer's orders, newest first, by keyset.
create index order_by_account on orders.customer_order (account_id, placed_at desc, id desc);
-- What the expiry looks for; holds the unpaid orders only.
create index order_to_expire on orders.customer_order (expires_at) where status = 'pendingPayment';

create table orders.order_line (
    order_id   uuid     not null references orders.customer_order (id),
    position   int      not null check (position between 1 and 100),
    product_id uuid     not null,
    sku        text     not null,
    name       text     not null,
    unit_price bigint   not null check (unit_price > 0),
    tax        bigint   not null check (tax >= 0),
    quantity   int      not null check (quantity > 0),
    -- what was ordered is open, fulfilled or cancelled, always
    open       int      not null check (open >= 0),
    fulfilled  int      not null default 0 check (fulfilled >= 0),
    cancelled  int      not null default 0 check (cancelled >= 0),
    primary key (order_id, position),
    constraint every_piece_is_accounted_for check (quantity = open + fulfilled + cancelled)
);

create table orders.history (
    id          bigint      generated always as identity primary key,
    order_id    uuid        not null,
    from_status text        not null,
    to_status   text        not null,
    changed_by  text        not null,
    at          timestamptz not null default now(),
    constraint transition_is_legal foreign key (from_status, to_status)
        references orders.legal_transition (from_status, to_status)
);
create index history_by_order on orders.history (order_id, id);

create function orders.record_transition() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if tg_op = 'INSERT' then
        insert into orders.history (order_id, from_status, to_status, changed_by)
        values (new.id, 'none', new.status, new.changed_by);
    elsif new.status <> old.status then
        insert into orders.history (order_id, from_status, to_status, changed_by)
        values (new.id, old.status, new.status, new.changed_by);
    end if;
    return null;
end $$;
create trigger record_transition after insert or update of status on orders.customer_order
    for each row execute function orders.record_transition();

create function orders.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'orders.% keeps every row', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on orders.history
    for each statement execute function orders.refuse_change();
create trigger never_deleted before delete or truncate on orders.customer_order
    for each statement execute function orders.refuse_change();
create trigger never_deleted before delete or truncate on orders.order_line
    for each statement execute function orders.refuse_change();

-- What was agreed never changes.
create function orders.refuse_rewrite() returns trigger language plpgsql as $$
begin
    if (new.id, new.account_id, new.currency, new.total, new.tax, new.placed_at)
            is distinct from (old.id, old.account_id, old.currency, old.total, old.tax, old.placed_at) then
        raise exception 'the terms of an order are fixed' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger fixed_terms before update on orders.customer_order
    for each row execute function orders.refuse_rewrite();
create function orders.refuse_line_rewrite() returns trigger language plpgsql as $$
begin
    if (new.order_id, new.position, new.product_id, new.sku, new.name, new.unit_price, new.tax, new.quantity)
            is distinct from
       (old.order_id, old.position, old.product_id, old.sku, old.name, old.unit_price, old.tax, old.quantity) then
        raise exception 'the prices and quantities of an order are frozen' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger frozen_prices before update on orders.order_line
    for each row execute function orders.refuse_line_rewrite();

-- Lines come with their order, in its transaction; an order that was placed takes no further ones.
create function orders.refuse_late_lines() returns trigger language plpgsql as $$
begin
    if exists (select from new_lines l join orders.customer_order o on o.id = l.order_id
               where o.xmin <> pg_current_xact_id()::xid) then
        raise exception 'a placed order takes no further lines' using errcode = 'restrict_violation';
    end if;
    return null;
end $$;
create trigger lines_come_with_their_order after insert on orders.order_line referencing new table as new_lines
    for each statement execute function orders.refuse_late_lines();

grant select, insert, update on orders.customer_order, orders.order_line to mainstay_app;
grant select on orders.history, orders.legal_transition to mainstay_app;
