-- What the payment is for may belong to an organization: then account_id is who paid first, and the organization's
-- members may read it.
alter table payments.payment add column organization_id uuid;

create or replace function payments.refuse_rewrite() returns trigger language plpgsql as $$
begin
    if (new.id, new.order_id, new.account_id, new.organization_id, new.currency, new.amount, new.tax) is distinct from
       (old.id, old.order_id, old.account_id, old.organization_id, old.currency, old.amount, old.tax) then
        raise exception 'the amount and the parties of a payment are fixed' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
