-- Other applications that may act for our accounts, and what they were allowed. Only the oauth module reads and writes
-- this schema.
create schema oauth;
grant usage on schema oauth to mainstay_app;

create table oauth.client (
    id                    uuid        primary key,
    name                  text        not null check (length(name) between 1 and 100),
    -- Whom it is when it acts for itself. The account lives in another schema, hence no foreign key.
    service_account_id    uuid        not null unique,
    -- SHA-256 of 256 random bits; null for what runs on other people's machines and can keep no secret. The one before
    -- stays good for a while, so that the client can be changed over.
    secret_hash           bytea       check (octet_length(secret_hash) = 32),
    previous_secret_hash  bytea       check (octet_length(previous_secret_hash) = 32),
    previous_secret_until timestamptz,
    grants                text[]      not null check (cardinality(grants) between 1 and 3
        and grants <@ array ['authorization_code', 'client_credentials', 'device_code']),
    redirect_uris         text[]      not null check (cardinality(redirect_uris) <= 20),
    scopes                text[]      not null check (cardinality(scopes) between 1 and 100),
    created_at            timestamptz not null default clock_timestamp(),
    created_by            uuid        not null,
    disabled_at           timestamptz,
    version               bigint      not null default 0,
    constraint rotated_from_something check ((previous_secret_hash is null) = (previous_secret_until is null)),
    -- Without a secret anybody could say to be it.
    constraint acts_for_itself_with_a_secret check (secret_hash is not null or not 'client_credentials' = any (grants)),
    constraint redirected_somewhere check (('authorization_code' = any (grants)) = (cardinality(redirect_uris) > 0))
);
-- The administrators' list, newest first, by keyset.
create index client_newest on oauth.client (created_at desc, id desc);
-- What every instance asks for twice a second: which ones were disabled lately.
create index client_disabled on oauth.client (disabled_at) where disabled_at is not null;

-- A disabled client never comes back: its access tokens are refused by its id.
create function oauth.refuse_client_change() returns trigger language plpgsql as $$
begin
    if old.disabled_at is not null
            or (new.id, new.service_account_id, new.created_at, new.created_by)
               is distinct from (old.id, old.service_account_id, old.created_at, old.created_by)
            or (new.secret_hash is null) <> (old.secret_hash is null) then
        raise exception 'a disabled client stays as it is, and who a client is never changes'
            using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger fixed_terms before update on oauth.client for each row execute function oauth.refuse_client_change();

grant select, insert on oauth.client to mainstay_app;
grant update (name, secret_hash, previous_secret_hash, previous_secret_until, grants, redirect_uris, scopes, disabled_at,
    version) on oauth.client to mainstay_app;

-- What an account allowed a client once, so that it isn't asked again.
create table oauth.consent (
    account_id uuid        not null,
    client_id  uuid        not null references oauth.client (id),
    scopes     text[]      not null check (cardinality(scopes) between 1 and 100),
    given_at   timestamptz not null default clock_timestamp(),
    primary key (account_id, client_id)
);
grant select, insert, delete on oauth.consent to mainstay_app;
grant update (scopes, given_at) on oauth.consent to mainstay_app;

-- One authorization from its request to its end: first it is asked for (a consent page or a device waits), then there is
-- a code, then tokens. Secrets are here as hashes alone; access tokens aren't here at all, since they are signed and
-- name this row.
create table oauth.authorization_grant (
    id                  uuid        primary key,
    client_id           uuid        not null references oauth.client (id),
    -- Whom the client acts for; null until somebody has entered a device's code.
    account_id          uuid,
    grant_type          text        not null check (grant_type in
        ('authorization_code', 'client_credentials', 'urn:ietf:params:oauth:grant-type:device_code')),
    requested_scopes    text[]      not null check (cardinality(requested_scopes) between 1 and 100),
    -- null until they are allowed
    scopes              text[]      check (cardinality(scopes) between 1 and 100),
    -- The authorization request, which the code is bound to (RFC 6749, 4.1.1; RFC 7636, 4.4).
    redirect_uri        text        check (length(redirect_uri) <= 500),
    client_state        text        check (length(client_state) <= 512),
    nonce               text        check (length(nonce) <= 255),
    code_challenge      text        check (length(code_challenge) = 43),
    -- When the person last showed who they are; for the ID token.
    authenticated_at    timestamptz,
    -- What a consent page has to send back.
    consent_hash        bytea       unique check (octet_length(consent_hash) = 32),
    code_hash           bytea       unique check (octet_length(code_hash) = 32),
    code_used           boolean     not null default false,
    device_code_hash    bytea       unique check (octet_length(device_code_hash) = 32),
    device_code_used    boolean     not null default false,
    -- Under a configured key: eight letters are found behind a mere hash.
    user_code_hash      bytea       unique check (octet_length(user_code_hash) = 32),
    user_code_used      boolean     not null default false,
    polled_at           timestamptz,
    -- Of the refresh token that is good now: the part that all of this authorization's have, and the one that changes.
    refresh_family_hash bytea       check (octet_length(refresh_family_hash) = 32),
    refresh_hash        bytea       check (octet_length(refresh_hash) = 32),
    created_at          timestamptz not null default clock_timestamp(),
    -- when its first tokens were given out
    issued_at           timestamptz,
    last_used_at        timestamptz not null default clock_timestamp(),
    -- of the code, or of the wait for somebody, and afterwards of the whole
    expires_at          timestamptz not null,
    ended_at            timestamptz,
    end_reason          text        check (end_reason in ('account', 'client', 'limit', 'code-reuse', 'refresh-reuse')),
    version             bigint      not null default 0,
    constraint ended_for_a_reason check ((ended_at is null) = (end_reason is null)),
    constraint issued_to_somebody check (issued_at is null or (account_id is not null and scopes is not null)),
    constraint allowed_what_was_asked check (scopes is null or scopes <@ requested_scopes),
    constraint refreshed_in_a_family check ((refresh_family_hash is null) = (refresh_hash is null))
) with (fillfactor = 70);
-- An account's live authorizations, newest first, by keyset; also what ends the surplus.
create index grant_live on oauth.authorization_grant (account_id, created_at desc, id desc)
    where ended_at is null and issued_at is not null;
-- How many wait for an account, or for anybody: they are limited.
create index grant_waiting_of_account on oauth.authorization_grant (account_id, created_at)
    where ended_at is null and issued_at is null;
create index grant_of_client on oauth.authorization_grant (client_id, grant_type, expires_at) where ended_at is null;
-- What every instance asks for twice a second: which ones have ended lately. The clean-up asks the same.
create index grant_ended on oauth.authorization_grant (ended_at) where ended_at is not null;
-- The clean-up of those that nobody ended.
create index grant_to_expire on oauth.authorization_grant (expires_at) where ended_at is null;

-- An ended authorization never comes back, a code that was used never becomes good again, and what was allowed to a
-- client for an account stays with both.
create function oauth.refuse_grant_change() returns trigger language plpgsql as $$
begin
    if old.ended_at is not null
            or (new.id, new.client_id, new.grant_type, new.requested_scopes, new.redirect_uri, new.code_challenge,
                new.created_at)
               is distinct from (old.id, old.client_id, old.grant_type, old.requested_scopes, old.redirect_uri,
                old.code_challenge, old.created_at)
            or (old.issued_at is not null and (new.account_id, new.scopes, new.issued_at)
                is distinct from (old.account_id, old.scopes, old.issued_at))
            or (old.code_used and not new.code_used) or (old.device_code_used and not new.device_code_used)
            or (old.user_code_used and not new.user_code_used) then
        raise exception 'an authorization only moves on, and its terms are fixed' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger fixed_terms before update on oauth.authorization_grant
    for each row execute function oauth.refuse_grant_change();

grant select, insert, delete on oauth.authorization_grant to mainstay_app;
grant update (account_id, scopes, authenticated_at, consent_hash, code_hash, code_used, device_code_used, user_code_used,
    polled_at, refresh_family_hash, refresh_hash, issued_at, last_used_at, expires_at, ended_at, end_reason, version)
    on oauth.authorization_grant to mainstay_app;

-- How often an account entered a device's code lately. Eight letters could be guessed otherwise.
create table oauth.user_code_attempts (
    account_id   uuid        primary key,
    attempts     integer     not null check (attempts > 0),
    window_since timestamptz not null
);
-- The clean-up.
create index attempts_to_forget on oauth.user_code_attempts (window_since);
grant select, insert, delete on oauth.user_code_attempts to mainstay_app;
grant update (attempts, window_since) on oauth.user_code_attempts to mainstay_app;
