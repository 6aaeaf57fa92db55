-- What is owed for an order, and each attempt to move that money at a provider. No row here is ever deleted.
create schema payments;
grant usage on schema payments to mainstay_app;

-- The state machines as data: a history row of a transition that isn't listed here is refused.
create table payments.legal_transition (
    machine     text not null check (machine in ('payment', 'operation')),
    from_status text not null,
    to_status   text not null,
    primary key (machine, from_status, to_status)
);
insert into payments.legal_transition (machine, from_status, to_status) values
    ('payment', 'none', 'requiresPaymentMethod'),
    ('payment', 'none', 'processing'),
    ('payment', 'requiresPaymentMethod', 'processing'),
    ('payment', 'requiresPaymentMethod', 'canceled'),
    ('payment', 'requiresAction', 'processing'),
    ('payment', 'requiresAction', 'requiresPaymentMethod'),
    ('payment', 'requiresAction', 'canceled'),
    ('payment', 'processing', 'requiresAction'),
    ('payment', 'processing', 'requiresPaymentMethod'),
    ('payment', 'processing', 'requiresCapture'),
    ('payment', 'processing', 'succeeded'),
    ('payment', 'processing', 'review'),
    ('payment', 'requiresCapture', 'succeeded'),
    ('payment', 'requiresCapture', 'canceled'),
    ('payment', 'requiresCapture', 'review'),
    ('payment', 'review', 'succeeded'),
    ('payment', 'review', 'canceled'),
    ('operation', 'none', 'created'),
    ('operation', 'none', 'submitting'),
    ('operation', 'created', 'submitting'),
    ('operation', 'created', 'failed'),
    ('operation', 'submitting', 'succeeded'),
    ('operation', 'submitting', 'failed'),
    ('operation', 'submitting', 'unknown'),
    ('operation', 'unknown', 'succeeded'),
    ('operation', 'unknown', 'failed'),
    ('operation', 'unknown', 'needsReview'),
    ('operation', 'needsReview', 'succeeded'),
    ('operation', 'needsReview', 'failed');

create table payments.payment (
    id             uuid        primary key,
    order_id       uuid        not null,
    account_id     uuid        not null,
    currency       text        not null check (currency ~ '^[A-Z]{3}$'),
    -- minor units throughout
    amount         bigint      not null check (amount > 0),
    tax            bigint      not null check (tax between 0 and amount),
    authorized     bigint      not null default 0 check (authorized >= 0),
    captured       bigint      not null default 0 check (captured >= 0),
    refunded       bigint      not null default 0 check (refunded >= 0),
    refund_pending bigint      not null default 0 check (refund_pending >= 0),
    dispute_lost   bigint      not null default 0 check (dispute_lost >= 0),
    provider       text        not null,
    status         text        not null,
    failure_code   text,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    version        bigint      not null,
    constraint authorized_within_amount check (authorized <= amount),
    constraint captured_within_authorized check (captured <= authorized),
    constraint refunded_within_captured check (refunded + refund_pending <= captured - dispute_lost),
    constraint succeeded_means_captured check (status <> 'succeeded' or captured > 0)
) with (fillfactor = 80);

-- One live payment per order; it also serves the look-up by order.
create unique index payment_is_one_per_order on payments.payment (order_id) where status <> 'canceled';

create table payments.operation (
    id                 uuid        primary key,
    payment_id         uuid        not null references payments.payment (id),
    kind               text        not null check (kind in ('authorize', 'capture', 'void', 'refund')),
    amount             bigint      not null check (amount > 0),
    -- counts the attempts of the payment; the operations of one attempt share their fate
    attempt            int         not null check (attempt > 0),
    status             text        not null,
    -- the provider's name for it, once known
    provider_reference text,
    failure_code       text,
    -- how often the provider was asked what became of it, and when to ask next
    checks             int         not null default 0,
    next_check_at      timestamptz,
    created_at         timestamptz not null,
    check (next_check_at is not null or status not in ('submitting', 'unknown'))
) with (fillfactor = 80);

-- The operations of a payment.
create index operation_by_payment on payments.operation (payment_id);
-- One live attempt per payment: a second one is only possible once the first has failed.
create unique index authorization_is_one_at_a_time on payments.operation (payment_id)
    where kind = 'authorize' and status <> 'failed';
-- What the repair job looks for; nearly empty.
create index operation_to_check on payments.operation (next_check_at) where status in ('submitting', 'unknown');

-- Money that arrived for an operation that had been given up: kept until it's refunded.
create table payments.late_money (
    operation_id uuid        primary key references payments.operation (id),
    payment_id   uuid        not null references payments.payment (id),
    arrived_at   timestamptz not null default now()
);

create table payments.history (
    id          bigint      generated always as identity primary key,
    machine     text        not null,
    subject_id  uuid        not null,
    from_status text        not null,
    to_status   text        not null,
    at          timestamptz not null default now(),
    constraint transition_is_legal foreign key (machine, from_status, to_status)
        references payments.legal_transition (machine, from_status, to_status)
);
create index history_by_subject on payments.history (subject_id, id);

create function payments.record_transition() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if tg_op = 'INSERT' then
        insert into payments.history (machine, subject_id, from_status, to_status)
        values (tg_argv[0], new.id, 'none', new.status);
    elsif new.status <> old.status then
        insert into payments.history (machine, subject_id, from_status, to_status)
        values (tg_argv[0], new.id, old.status, new.status);
    end if;
    return null;
end $$;
create trigger record_transition after insert or update of status on payments.payment
    for each row execute function payments.record_transition('payment');
create trigger record_transition after insert or update of status on payments.operation
    for each row execute function payments.record_transition('operation');

create function payments.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'payments.% keeps every row', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on payments.history
    for each statement execute function payments.refuse_change();
create trigger never_deleted before delete or truncate on payments.payment
    for each statement execute function payments.refuse_change();
create trigger never_deleted before delete or truncate on payments.operation
    for each statement execute function payments.refuse_change();

-- What an attempt is for never changes.
create function payments.refuse_rewrite() returns trigger language plpgsql as $$
begin
    if (new.id, new.order_id, new.account_id, new.currency, new.amount, new.tax)
            is distinct from (old.id, old.order_id, old.account_id, old.currency, old.amount, old.tax) then
        raise exception 'the amount and the parties of a payment are fixed' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger fixed_terms before update on payments.payment
    for each row execute function payments.refuse_rewrite();
create function payments.refuse_operation_rewrite() returns trigger language plpgsql as $$
begin
    if (new.id, new.payment_id, new.kind, new.amount, new.attempt, new.created_at)
            is distinct from (old.id, old.payment_id, old.kind, old.amount, old.attempt, old.created_at) then
        raise exception 'what an operation is for is fixed' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger fixed_terms before update on payments.operation
    for each row execute function payments.refuse_operation_rewrite();

grant select, insert, update on payments.payment, payments.operation to mainstay_app;
grant select, insert on payments.late_money to mainstay_app;
grant select on payments.history, payments.legal_transition to mainstay_app;
