-- Who people are at other OpenID providers. Only the signin module reads and writes this schema.
create schema signin;
grant usage on schema signin to mainstay_app;

create table signin.identity (
    -- A subject is an issuer's own name for somebody, never given to anybody else; addresses are.
    issuer     text        not null check (length(issuer) <= 500),
    subject    text        not null check (length(subject) between 1 and 255),
    -- The account lives in another schema, hence no foreign key.
    account_id uuid        not null,
    linked_at  timestamptz not null default clock_timestamp(),
    primary key (issuer, subject)
);
-- An account's identities; of one issuer it has one at most, so that an address here names one.
create unique index identity_of_account on signin.identity (account_id, issuer);

grant select, insert, delete on signin.identity to mainstay_app;
