-- Refunds are operations of a payment, beside its charges. Nothing here is ever deleted.
alter table payments.operation
    -- why a refund was made, for those who look into it later; null for charges
    add column reason text check (length(reason) between 1 and 200),
    -- made by the program, which sees it through: for an order that was cancelled
    add column automatic boolean not null default false,
    add constraint refund_has_a_reason check ((kind = 'refund') = (reason is not null)) not valid,
    add constraint queued_operation_is_due check (status <> 'created' or next_check_at is not null) not valid;
alter table payments.operation validate constraint refund_has_a_reason;
alter table payments.operation validate constraint queued_operation_is_due;

-- What waits to be sent to a provider; nearly empty.
create index operation_to_send on payments.operation (next_check_at) where status = 'created';

-- A refund that is on its way counts as refunded already, whatever becomes of it: two of them at once can't take more than
-- there is. The sums on the payment follow from its refunds; a difference is refused at COMMIT, so that no path forgets one.
create function payments.check_refunds() returns trigger language plpgsql security definer set search_path = '' as $$
declare
    subject uuid;
begin
    if tg_table_name = 'payment' then
        subject := new.id;
    else
        subject := new.payment_id;
    end if;
    if exists (
            select from payments.payment p cross join lateral (
                select coalesce(sum(o.amount) filter (where o.status = 'succeeded'), 0) as done,
                       coalesce(sum(o.amount) filter (where o.status not in ('succeeded', 'failed')), 0) as pending
                from payments.operation o where o.payment_id = p.id and o.kind = 'refund') as refunds
            where p.id = subject and (p.refunded, p.refund_pending) is distinct from (refunds.done, refunds.pending)) then
        raise exception 'the refunds of a payment do not add up'
            using errcode = 'check_violation', constraint = 'refunds_add_up';
    end if;
    return null;
end $$;
revoke execute on function payments.check_refunds from public;
create constraint trigger refunds_add_up after insert or update of status on payments.operation
    deferrable initially deferred for each row when (new.kind = 'refund') execute function payments.check_refunds();
create constraint trigger refunds_add_up after update of refunded, refund_pending on payments.payment
    deferrable initially deferred for each row
    when ((old.refunded, old.refund_pending) is distinct from (new.refunded, new.refund_pending))
    execute function payments.check_refunds();
