-- The second line: whatever a query of the program forgets, it sees the orders of the transaction's caller alone, and
-- those of the organizations in which the caller may read orders. `system` is what no request asked for: timers, the
-- repair job, consumers. Without a caller there is no row. The owner of the tables is not held by this.
create function orders.is_visible(account uuid, organization uuid) returns boolean language sql stable as $$
    select case current_setting('mainstay.caller', true)
        when 'system' then true
        when 'anonymous' then false
        when '' then false
        else account = current_setting('mainstay.caller', true)::uuid
            or (organization is not null
                and access.permits(current_setting('mainstay.caller', true)::uuid, organization, 'orders:read'))
    end
$$;

alter table orders.customer_order enable row level security;
create policy of_the_caller on orders.customer_order to mainstay_app using (orders.is_visible(account_id, organization_id));

-- Lines and history are visible where their order is.
alter table orders.order_line enable row level security;
create policy of_the_order on orders.order_line to mainstay_app
    using (exists (select from orders.customer_order o where o.id = order_id));
alter table orders.history enable row level security;
create policy of_the_order on orders.history to mainstay_app
    using (exists (select from orders.customer_order o where o.id = order_id));
