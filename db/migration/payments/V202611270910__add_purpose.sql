-- What a payment is for: an order, or by top-up a wallet of its payer's. order_id is that thing's id.
alter table payments.payment add column purpose text not null default 'order' check (purpose in ('order', 'topUp'));

create or replace function payments.refuse_rewrite() returns trigger language plpgsql as $$
begin
    if (new.id, new.purpose, new.order_id, new.account_id, new.organization_id, new.currency, new.amount, new.tax)
        is distinct from (old.id, old.purpose, old.order_id, old.account_id, old.organization_id, old.currency,
            old.amount, old.tax) then
        raise exception 'the amount and the parties of a payment are fixed' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
