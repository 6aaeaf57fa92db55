-- An organization's orders, newest first, by keyset. Most orders are nobody's but the account's.
create index concurrently order_by_organization on orders.customer_order (organization_id, placed_at desc, id desc)
    where organization_id is not null;
