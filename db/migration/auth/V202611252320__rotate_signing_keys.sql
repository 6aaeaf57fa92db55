-- Signing keys follow each other: PENDING, ACTIVE, RETIRED, gone.

-- When the key came into its state: how long it has been published, has signed, or has been kept for its last tokens.
alter table auth.signing_key add column since timestamptz;
update auth.signing_key set since = created_at;
-- The default is for instances of the previous version, which may make the very first key without knowing the column.
alter table auth.signing_key alter column since set default clock_timestamp(), alter column since set not null;

-- One successor at a time, even if two workers publish one at the same moment.
create unique index signing_key_one_pending on auth.signing_key (state) where state = 'PENDING';

-- A key only moves on, and what it is never changes. The private half is encrypted anew under another configured key.
create function auth.refuse_signing_key_change() returns trigger language plpgsql as $$
begin
    if (new.kid, new.public_jwk, new.created_at) is distinct from (old.kid, old.public_jwk, old.created_at)
            or (old.state, new.state) not in (('PENDING', 'PENDING'), ('PENDING', 'ACTIVE'), ('ACTIVE', 'ACTIVE'),
                                              ('ACTIVE', 'RETIRED'), ('RETIRED', 'RETIRED')) then
        raise exception 'a signing key only moves on from PENDING to ACTIVE to RETIRED'
            using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger moves_on before update on auth.signing_key
    for each row execute function auth.refuse_signing_key_change();

grant update (state, since, private_key), delete on auth.signing_key to mainstay_app;
