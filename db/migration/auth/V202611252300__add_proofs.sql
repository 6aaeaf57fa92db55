-- Second factors in the log-in, and sessions whose person showed again who they are.

-- When the person of a session last did so; null in rows that the version before made: when the session began. It is
-- the claim auth_time of the session's access tokens.
alter table auth.session add column confirmed_at timestamptz;
grant update (confirmed_at) on auth.session to mainstay_app;

-- Who knows an account's password and still has to show a second factor. Only the hash of the token is here.
create table auth.login_challenge (
    token_hash    bytea       primary key check (octet_length(token_hash) = 32),
    account_id    uuid        not null references auth.account (id),
    expires_at    timestamptz not null,
    -- each try takes one, before it is looked at
    attempts_left smallint    not null,
    constraint attempts_run_out check (attempts_left >= 0)
);
-- Finds the surplus of an account, oldest first.
create index login_challenge_account on auth.login_challenge (account_id, expires_at desc);
-- The clean-up.
create index login_challenge_expiry on auth.login_challenge (expires_at);
grant select, insert, delete on auth.login_challenge to mainstay_app;
grant update (attempts_left) on auth.login_challenge to mainstay_app;

-- Tries to prove to be an account, by kind: a code of six digits could be guessed otherwise. By kind, so that whoever
-- spoils one of them leaves the owner the others. A success deletes the row.
create table auth.proof_attempt (
    account_id uuid        not null references auth.account (id),
    kind       text        not null check (kind in ('password', 'totp', 'recoveryCode', 'passkey')),
    failures   integer     not null check (failures > 0),
    last_at    timestamptz not null,
    -- no further try before: grows with the failures, but always ends
    next_at    timestamptz not null,
    primary key (account_id, kind)
) with (fillfactor = 70);
-- The clean-up.
create index proof_attempt_last on auth.proof_attempt (last_at);
grant select, insert, delete on auth.proof_attempt to mainstay_app;
grant update (failures, last_at, next_at) on auth.proof_attempt to mainstay_app;
