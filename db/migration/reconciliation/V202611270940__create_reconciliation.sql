-- What providers say that they settled, and where it differs from what happened here. No row here is ever deleted.
create schema reconciliation;
grant usage on schema reconciliation to mainstay_app;

create table reconciliation.report (
    id          uuid        primary key,
    provider    text        not null,
    -- SHA-256 of the file
    digest      bytea       not null check (length(digest) = 32),
    from_time   timestamptz not null,
    to_time     timestamptz not null,
    imported_at timestamptz not null default now(),
    check (from_time < to_time),
    constraint report_is_imported_once unique (provider, digest)
);
-- The list, newest first.
create index report_by_time on reconciliation.report (imported_at desc, id desc);

create table reconciliation.line (
    provider     text        not null,
    -- the provider's name for it
    id           text        not null check (length(id) between 1 and 255),
    report_id    uuid        not null references reconciliation.report (id),
    type         text        not null check (type in ('capture', 'refund', 'other')),
    operation    text        not null check (length(operation) <= 255),
    -- if it's one of ours by its form
    operation_id uuid,
    currency     text        not null check (currency ~ '^[A-Z]{3}$'),
    -- minor units
    amount       bigint      not null check (amount > 0),
    fee          bigint      not null check (fee between 0 and amount),
    at           timestamptz not null,
    -- Told by whatever report, it is one line.
    primary key (provider, id)
);
-- Whether an operation was reported.
create index line_by_operation on reconciliation.line (operation_id) where operation_id is not null;
-- How many lines a report has.
create index line_by_report on reconciliation.line (report_id);

create table reconciliation.break (
    id             uuid        primary key,
    report_id      uuid        not null references reconciliation.report (id),
    provider       text        not null,
    kind           text        not null check (kind in ('unknownHere', 'differs', 'notSucceededHere', 'notInLedger',
                                                        'missingAtProvider', 'changed')),
    line_id        text,
    operation_id   uuid,
    their_amount   bigint,
    their_currency text,
    our_amount     bigint,
    our_currency   text,
    opened_at      timestamptz not null default now(),
    resolved_at    timestamptz,
    -- null where a later report brought it in order
    resolved_by    uuid,
    reason         text check (length(reason) between 1 and 500),
    constraint resolved_for_a_reason check ((resolved_at is null) = (reason is null)),
    constraint about_something check (line_id is not null or operation_id is not null)
);
-- A difference is found once.
create unique index break_of_line_is_one on reconciliation.break (provider, line_id, kind) where line_id is not null;
create unique index break_of_operation_is_one on reconciliation.break (provider, operation_id, kind)
    where line_id is null;
-- The open ones, newest first; few. The others.
create index break_open on reconciliation.break (opened_at desc, id desc) where resolved_at is null;
create index break_resolved on reconciliation.break (opened_at desc, id desc) where resolved_at is not null;
create index break_by_report on reconciliation.break (report_id);

create function reconciliation.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'reconciliation.% keeps every row as it is', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on reconciliation.report
    for each statement execute function reconciliation.refuse_change();
create trigger append_only before update or delete or truncate on reconciliation.line
    for each statement execute function reconciliation.refuse_change();
create trigger never_deleted before delete or truncate on reconciliation.break
    for each statement execute function reconciliation.refuse_change();

-- A break is resolved once, and nothing else of it changes.
create function reconciliation.refuse_rewrite() returns trigger language plpgsql as $$
begin
    if old.resolved_at is not null
        or (new.id, new.report_id, new.provider, new.kind, new.line_id, new.operation_id, new.their_amount,
            new.their_currency, new.our_amount, new.our_currency, new.opened_at)
        is distinct from (old.id, old.report_id, old.provider, old.kind, old.line_id, old.operation_id,
            old.their_amount, old.their_currency, old.our_amount, old.our_currency, old.opened_at) then
        raise exception 'a break is resolved once, and is what it is' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger fixed_terms before update on reconciliation.break
    for each row execute function reconciliation.refuse_rewrite();

-- The platform's own: no customer sees any of it.
alter table reconciliation.report enable row level security;
create policy of_the_platform on reconciliation.report to mainstay_app
    using (current_setting('mainstay.caller', true) = 'system');
alter table reconciliation.line enable row level security;
create policy of_the_platform on reconciliation.line to mainstay_app
    using (current_setting('mainstay.caller', true) = 'system');
alter table reconciliation.break enable row level security;
create policy of_the_platform on reconciliation.break to mainstay_app
    using (current_setting('mainstay.caller', true) = 'system');

grant select, insert on reconciliation.report, reconciliation.line to mainstay_app;
grant select, insert, update (resolved_at, resolved_by, reason) on reconciliation.break to mainstay_app;
