-- An order may be placed for an organization: then account_id is who placed it, and the organization's members may read
-- it. Null for an order of the account's own.
alter table orders.customer_order add column organization_id uuid;

-- For whom it was placed is one of its terms.
create or replace function orders.refuse_rewrite() returns trigger language plpgsql as $$
begin
    if (new.id, new.account_id, new.organization_id, new.currency, new.total, new.tax, new.placed_at) is distinct from
       (old.id, old.account_id, old.organization_id, old.currency, old.total, old.tax, old.placed_at) then
        raise exception 'the terms of an order are fixed' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
