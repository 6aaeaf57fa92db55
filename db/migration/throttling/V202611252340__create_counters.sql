-- How often something that can be guessed was tried in vain. Only the throttling module reads and writes this schema.
-- Keys are keyed hashes (HMAC-SHA256): a copy of the database tells neither addresses nor who was tried.
create schema throttling;
grant usage on schema throttling to mainstay_app;

create table throttling.counter (
    key                 bytea            primary key check (octet_length(key) = 32),
    -- Failures that are not forgiven yet, at the time of the last one: one is forgiven every so many seconds.
    level               double precision not null check (level >= 0),
    counted_at          timestamptz      not null,
    tolerance           int              not null check (tolerance >= 2),
    forgiveness_seconds int              not null check (forgiveness_seconds >= 1),
    -- Nobody's try counts before; none is made, then.
    paused_until        timestamptz      not null,
    -- When everything is forgiven and the row means nothing any more.
    expires_at          timestamptz      not null
) with (fillfactor = 70); -- a counter under attack is updated often
-- The clean-up.
create index counter_to_expire on throttling.counter (expires_at);
grant select, insert, delete on throttling.counter to mainstay_app;
grant update (level, counted_at, tolerance, forgiveness_seconds, paused_until, expires_at)
    on throttling.counter to mainstay_app;

-- From where an account was signed in to before: the failures of strangers don't count for it.
create table throttling.known_device (
    key        bytea       primary key check (octet_length(key) = 32),
    expires_at timestamptz not null
);
create index known_device_to_expire on throttling.known_device (expires_at);
grant select, insert, delete on throttling.known_device to mainstay_app;
grant update (expires_at) on throttling.known_device to mainstay_app;
