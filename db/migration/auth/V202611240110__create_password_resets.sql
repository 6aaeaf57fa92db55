-- Forgotten passwords.

-- Who asks, whether they have an account or not: the request writes the same row for every address, so its time tells
-- nothing. A worker takes it away within a second or so and looks whose address it is.
create table auth.password_reset_request (
    id           uuid        primary key,
    -- not unique: a second request would wait for the worker's lock on the first, and its time would tell
    email        text        not null check (email = lower(btrim(email)) and length(email) between 3 and 254),
    requested_at timestamptz not null default clock_timestamp()
);
grant select, insert, delete on auth.password_reset_request to mainstay_app;
-- "for update" needs it; nothing is ever changed
grant update (requested_at) on auth.password_reset_request to mainstay_app;

-- The links sent by mail. Only the hash of a token is here; using it, or any other of the account, deletes it.
create table auth.password_reset (
    token_hash bytea       primary key check (octet_length(token_hash) = 32),
    account_id uuid        not null references auth.account (id),
    expires_at timestamptz not null
);
-- How many an account has, and the end of all of them.
create index password_reset_account on auth.password_reset (account_id);
grant select, insert, delete on auth.password_reset to mainstay_app;
