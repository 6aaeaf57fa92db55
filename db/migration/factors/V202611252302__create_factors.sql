-- What people show beside their password, or instead of it. Only the factors module reads and writes this schema. The
-- accounts live in another schema, hence no foreign keys to them.
create schema factors;
grant usage on schema factors to mainstay_app;

-- One row per account that ever began to add a factor. Whatever changes an account's factors locks it first, so that
-- two changes at once see each other: the last factor's removal and the limit on passkeys depend on it.
create table factors.holder (
    account_id uuid        primary key,
    since      timestamptz not null default clock_timestamp()
);
grant select, insert on factors.holder to mainstay_app;
-- "for update" needs it; nothing is ever changed
grant update (since) on factors.holder to mainstay_app;

-- Authenticator apps (RFC 6238), one per account.
create table factors.totp (
    account_id uuid        primary key references factors.holder (account_id),
    -- 12 bytes nonce, then AES-256-GCM over the 20 bytes of the secret, bound to the account
    secret     bytea       not null check (octet_length(secret) = 48),
    begun_at   timestamptz not null default clock_timestamp(),
    -- codes tried while it isn't active yet
    tries      smallint    not null default 0,
    -- null until a code has shown that the app has the secret; only then it is a factor
    active_at  timestamptz,
    -- the 30 seconds since 1970 whose code was used last: that one and earlier ones are no good any more
    last_step  bigint,
    constraint active_totp_used_a_code check ((active_at is null) = (last_step is null))
);
-- The clean-up of those that were begun and left.
create index totp_begun on factors.totp (begun_at) where active_at is null;
grant select, insert, delete on factors.totp to mainstay_app;
grant update (secret, begun_at, tries, active_at, last_step) on factors.totp to mainstay_app;

-- A code is good once, whatever the program does.
create function factors.refuse_earlier_step() returns trigger language plpgsql as $$
begin
    if old.last_step is not null and new.secret = old.secret and new.last_step is distinct from old.last_step
            and (new.last_step is null or new.last_step < old.last_step) then
        raise exception 'the last used step never goes back' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger steps_go_forward before update on factors.totp for each row execute function factors.refuse_earlier_step();

-- Codes for when everything else is lost, at most ten per account. SHA-256 over the account and 80 random bits, which
-- nobody can try through; used ones are gone.
create table factors.recovery_code (
    account_id uuid     not null references factors.holder (account_id),
    position   smallint not null check (position between 1 and 10),
    code_hash  bytea    not null check (octet_length(code_hash) = 32),
    primary key (account_id, position)
);
grant select, insert, delete on factors.recovery_code to mainstay_app;
grant update (code_hash) on factors.recovery_code to mainstay_app;

-- Passkeys: WebAuthn credentials that authenticators find by themselves and that verify their person.
create table factors.passkey (
    id              uuid        primary key,
    account_id      uuid        not null references factors.holder (account_id),
    -- chosen by the authenticator; the same one never belongs to two accounts
    credential_id   bytea       not null check (octet_length(credential_id) between 16 and 1023),
    -- authenticator model, credential id and public key, as WebAuthn encodes them
    credential      bytea       not null check (octet_length(credential) <= 4096),
    name            text        not null check (length(name) between 1 and 100),
    -- of the last use; 0 for authenticators that don't count
    sign_count      bigint      not null check (sign_count >= 0),
    backup_eligible boolean     not null,
    backed_up       boolean     not null,
    created_at      timestamptz not null default clock_timestamp(),
    last_used_at    timestamptz,
    constraint credential_once unique (credential_id)
) with (fillfactor = 80);
-- An account's passkeys.
create index passkey_of_account on factors.passkey (account_id);
grant select, insert, delete on factors.passkey to mainstay_app;
grant update (name, sign_count, backed_up, last_used_at) on factors.passkey to mainstay_app;

-- Challenges that an answer was accepted to. They aren't stored when they are given out, which anybody may ask for.
create table factors.used_challenge (
    challenge_hash bytea       primary key check (octet_length(challenge_hash) = 32),
    -- afterwards its tag says that it's too old
    expires_at     timestamptz not null
);
-- The clean-up.
create index used_challenge_expiry on factors.used_challenge (expires_at);
grant select, insert, delete on factors.used_challenge to mainstay_app;
