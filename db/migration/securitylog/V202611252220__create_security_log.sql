-- What happened to accounts and credentials: sign-ins, failures, replaced passwords, used keys. Only the securitylog
-- module reads and writes this schema.
create schema securitylog;
grant usage on schema securitylog to mainstay_app;

create table securitylog.event (
    id         uuid        primary key,
    -- Null where nobody is known: a sign-in with an address that has no account. The account lives in another schema,
    -- and the log outlives it, hence no foreign key.
    account_id uuid,
    type       text        not null check (type ~ '^[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)+$' and length(type) <= 60),
    at         timestamptz not null default clock_timestamp(),
    address    text        check (length(address) <= 64),
    user_agent text        check (length(user_agent) <= 200),
    -- ids and names of what was touched; never a secret, a token or an e-mail address
    detail     jsonb       not null default '{}' check (pg_column_size(detail) <= 2000)
);
-- An account's own events, newest first, by keyset.
create index event_of_account on securitylog.event (account_id, at desc, id desc);

create function securitylog.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the security log is append-only' using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on securitylog.event
    for each statement execute function securitylog.refuse_change();

grant select, insert on securitylog.event to mainstay_app;
