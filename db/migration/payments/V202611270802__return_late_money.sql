-- Money that arrived for an attempt which had been given up goes back by itself. It never belonged to the payment, so it is
-- none of its operations.
alter table payments.late_money
    add column amount        bigint check (amount > 0),
    add column currency      text check (currency ~ '^[A-Z]{3}$'),
    -- what the provider calls the authorization that it came by
    add column reference     text,
    -- under which the provider is asked to pay it back: its idempotency key
    add column return_id     uuid unique,
    -- What is known from before this step, or from a program of before it, has no reference: a person pays it back.
    add column status        text not null default 'refused'
        check (status in ('owed', 'submitting', 'returned', 'refused')),
    add column checks        int not null default 0,
    add column next_check_at timestamptz,
    add constraint late_money_can_go_back check (status = 'refused'
        or (amount is not null and currency is not null and reference is not null and return_id is not null)),
    add constraint late_money_is_looked_after
        check (status not in ('owed', 'submitting') or next_check_at is not null);

-- What the worker looks for; nearly empty.
create index late_money_due on payments.late_money (next_check_at) where status in ('owed', 'submitting');

grant update (status, checks, next_check_at) on payments.late_money to mainstay_app;

-- What it is never changes, and it is never forgotten.
create function payments.refuse_late_money_rewrite() returns trigger language plpgsql as $$
begin
    if (new.operation_id, new.payment_id, new.amount, new.currency, new.reference, new.return_id, new.arrived_at)
            is distinct from (old.operation_id, old.payment_id, old.amount, old.currency, old.reference, old.return_id,
                old.arrived_at) or old.status in ('returned', 'refused') then
        raise exception 'late money is what it is' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger fixed_terms before update on payments.late_money
    for each row execute function payments.refuse_late_money_rewrite();
create trigger never_deleted before delete or truncate on payments.late_money
    for each statement execute function payments.refuse_change();
