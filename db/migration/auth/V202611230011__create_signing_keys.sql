-- The key pairs that sign access tokens, shared by all instances. The private half is encrypted with a key that only
-- the configuration holds, so a copy of the database signs nothing.
create table auth.signing_key (
    -- The thumbprint of the public key (RFC 7638), named by the header of each token.
    kid         text        primary key,
    public_jwk  jsonb       not null,
    -- 12 bytes nonce, then AES-256-GCM over the PKCS #8 form, bound to the kid.
    private_key bytea       not null check (octet_length(private_key) > 28),
    -- PENDING: published, doesn't sign yet. ACTIVE: signs. RETIRED: verifies what it signed.
    state       text        not null check (state in ('PENDING', 'ACTIVE', 'RETIRED')),
    created_at  timestamptz not null
);
-- At most one key signs, even if two instances made one at the same moment.
create unique index signing_key_one_active on auth.signing_key (state) where state = 'ACTIVE';
grant select, insert on auth.signing_key to mainstay_app;
