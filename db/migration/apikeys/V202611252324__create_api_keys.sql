-- Keys that programs use the API with, and accounts that are programs. Only the apikeys module reads and writes this
-- schema.
create schema apikeys;
grant usage on schema apikeys to mainstay_app;

-- An account without a password or a mailbox. It belongs to the person who made it; both ids are accounts' ids, of which
-- a person's lives in another schema, hence no foreign key.
create table apikeys.service_account (
    id         uuid        primary key,
    owner_id   uuid        not null,
    name       text        not null check (length(name) between 1 and 100),
    created_at timestamptz not null default clock_timestamp(),
    -- Kept: what it did refers to it.
    removed_at timestamptz
);
-- A person's own, newest first, by keyset.
create index service_account_of_owner on apikeys.service_account (owner_id, created_at desc, id desc)
    where removed_at is null;
grant select, insert on apikeys.service_account to mainstay_app;
grant update (removed_at) on apikeys.service_account to mainstay_app;

create table apikeys.api_key (
    -- The public part of the key, too.
    id                uuid        primary key,
    -- Who made it, and alone may change it.
    owner_id          uuid        not null,
    -- Whose rights it has, as far as its scopes go: the owner's, or those of a service account of the owner.
    account_id        uuid        not null,
    name              text        not null check (length(name) between 1 and 100),
    scopes            text[]      not null check (cardinality(scopes) between 1 and 100),
    -- SHA-256 of the whole key: whoever reads this table can use none.
    secret_hash       bytea       not null check (octet_length(secret_hash) = 32),
    -- The one before, while whoever uses it changes over.
    previous_hash     bytea       check (octet_length(previous_hash) = 32),
    previous_until    timestamptz,
    created_at        timestamptz not null default clock_timestamp(),
    -- When it was made or given its secret.
    renewed_at        timestamptz not null default clock_timestamp(),
    expires_at        timestamptz not null,
    last_used_at      timestamptz,
    last_used_address text        check (length(last_used_address) <= 64),
    revoked_at        timestamptz,
    constraint api_key_expires_within_a_year
        check (expires_at > renewed_at and expires_at <= renewed_at + interval '8784 hours'),
    constraint api_key_overlap_is_a_week_at_most
        check ((previous_hash is null) = (previous_until is null)
               and previous_until <= renewed_at + interval '168 hours')
) with (fillfactor = 80); -- the last use is written again and again

-- A person's keys, newest first, by keyset.
create index api_key_of_owner on apikeys.api_key (owner_id, created_at desc, id desc);
-- How many an account has.
create index api_key_of_account on apikeys.api_key (account_id) where revoked_at is null;
-- What the clean-up looks for.
create index api_key_over on apikeys.api_key (least(revoked_at, expires_at));

-- A revoked key never comes back, and no key gets the rights of another account or more scopes.
create function apikeys.refuse_key_change() returns trigger language plpgsql as $$
begin
    if old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at
            or (new.id, new.owner_id, new.account_id, new.scopes, new.created_at)
               is distinct from (old.id, old.owner_id, old.account_id, old.scopes, old.created_at) then
        raise exception 'a revoked key stays revoked, and whose rights a key has is fixed'
            using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger fixed_rights before update on apikeys.api_key
    for each row execute function apikeys.refuse_key_change();

grant select, insert, delete on apikeys.api_key to mainstay_app;
grant update (secret_hash, previous_hash, previous_until, renewed_at, expires_at, last_used_at, last_used_address,
              revoked_at) on apikeys.api_key to mainstay_app;

-- Where a key was used from; a new address is news for its owner.
create table apikeys.key_address (
    key_id  uuid        not null references apikeys.api_key (id) on delete cascade,
    address text        not null check (length(address) <= 64),
    seen_at timestamptz not null default clock_timestamp(),
    -- Decides which instance sees an address first; also the look-up by key.
    primary key (key_id, address)
);
grant select, insert, delete on apikeys.key_address to mainstay_app;
grant update (seen_at) on apikeys.key_address to mainstay_app;
