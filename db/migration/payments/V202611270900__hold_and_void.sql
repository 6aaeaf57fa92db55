-- Authorizations that are captured later, in one or several parts, or given back; and those that a customer has to confirm.
alter table payments.payment
    add column capture_method  text   not null default 'automatic' check (capture_method in ('automatic', 'manual')),
    -- What captures under way are about to take.
    add column capture_pending bigint not null default 0 check (capture_pending >= 0),
    -- When what is held and not captured is given back.
    add column capture_before  timestamptz,
    -- Where the customer has to confirm it.
    add column next_action     text check (length(next_action) <= 4000),
    add constraint captures_within_amount check (captured + capture_pending <= amount) not valid,
    add constraint held_for_some_time check (status <> 'requiresCapture' or capture_before is not null) not valid,
    add constraint confirmed_somewhere check ((status = 'requiresAction') = (next_action is not null)) not valid;
update payments.payment p set capture_pending = p.amount
where exists (select from payments.operation o
              where o.payment_id = p.id and o.kind = 'capture' and o.status not in ('succeeded', 'failed'));
alter table payments.payment validate constraint captures_within_amount;
alter table payments.payment validate constraint held_for_some_time;
alter table payments.payment validate constraint confirmed_somewhere;

-- Of a capture: whether what is left is given back.
alter table payments.operation add column last boolean not null default false;

-- What is held is given back once.
create unique index void_is_one_at_a_time on payments.operation (payment_id)
    where kind = 'void' and status not in ('succeeded', 'failed');
-- What the timer looks for; few rows.
create index payment_to_release on payments.payment (capture_before) where status = 'requiresCapture';

insert into payments.legal_transition (machine, from_status, to_status) values
    ('payment', 'requiresAction', 'requiresCapture'),
    ('payment', 'requiresAction', 'succeeded'),
    ('payment', 'requiresAction', 'review');

-- The sums on a payment follow from its captures and refunds, those under way included; a difference is refused at COMMIT, so
-- that no path forgets one, and two at once can't take the same money.
create function payments.check_sums() returns trigger language plpgsql security definer set search_path = '' as $$
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
                select coalesce(sum(o.amount) filter (where o.kind = 'capture' and o.status = 'succeeded'), 0),
                       coalesce(sum(o.amount) filter (where o.kind = 'capture' and o.status not in ('succeeded', 'failed')), 0),
                       coalesce(sum(o.amount) filter (where o.kind = 'refund' and o.status = 'succeeded'), 0),
                       coalesce(sum(o.amount) filter (where o.kind = 'refund' and o.status not in ('succeeded', 'failed')), 0)
                from payments.operation o where o.payment_id = p.id and o.kind in ('capture', 'refund'))
                as sums (captured, capturing, refunded, refunding)
            where p.id = subject and (p.captured, p.capture_pending, p.refunded, p.refund_pending)
                is distinct from (sums.captured, sums.capturing, sums.refunded, sums.refunding)) then
        raise exception 'the operations of a payment do not add up'
            using errcode = 'check_violation', constraint = 'operations_add_up';
    end if;
    return null;
end $$;
revoke execute on function payments.check_sums from public;
drop trigger refunds_add_up on payments.operation;
drop trigger refunds_add_up on payments.payment;
drop function payments.check_refunds;
create constraint trigger operations_add_up after insert or update of status on payments.operation
    deferrable initially deferred for each row when (new.kind in ('capture', 'refund'))
    execute function payments.check_sums();
create constraint trigger operations_add_up after update of captured, capture_pending, refunded, refund_pending
    on payments.payment deferrable initially deferred for each row
    when ((old.captured, old.capture_pending, old.refunded, old.refund_pending)
        is distinct from (new.captured, new.capture_pending, new.refunded, new.refund_pending))
    execute function payments.check_sums();

-- A late authorization without a capture only holds money: it's released, not paid back.
alter table payments.late_money add column held boolean not null default false;
create or replace function payments.refuse_late_money_rewrite() returns trigger language plpgsql as $$
begin
    if (new.operation_id, new.payment_id, new.amount, new.currency, new.reference, new.return_id, new.held,
            new.arrived_at)
            is distinct from (old.operation_id, old.payment_id, old.amount, old.currency, old.reference, old.return_id,
                old.held, old.arrived_at) or old.status in ('returned', 'refused') then
        raise exception 'late money is what it is' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create or replace function payments.refuse_operation_rewrite() returns trigger language plpgsql as $$
begin
    if (new.id, new.payment_id, new.kind, new.amount, new.attempt, new.last, new.created_at)
            is distinct from (old.id, old.payment_id, old.kind, old.amount, old.attempt, old.last, old.created_at) then
        raise exception 'what an operation is for is fixed' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
