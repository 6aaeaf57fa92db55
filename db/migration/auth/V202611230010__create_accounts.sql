-- Who people are and how they prove it. Only the auth module reads and writes this schema.
create schema auth;
grant usage on schema auth to mainstay_app;

-- One row per person who signed up, verified or not. Never deleted by the application: orders refer to it.
create table auth.account (
    id                uuid        primary key,
    -- Stored trimmed and in lower case, so that one mailbox is one account whatever way it's typed; 254 is the longest
    -- address that SMTP can carry (RFC 5321).
    email             text        not null check (email = lower(btrim(email)) and length(email) between 3 and 254),
    name              text        not null check (length(name) between 1 and 100),
    -- Argon2id with its salt and parameters, as one encoded text: never anything that can be turned back.
    password_hash     text        not null check (password_hash like '$argon2id$%'),
    -- Null until the owner of the mailbox has followed the link; nobody signs in before.
    email_verified_at timestamptz,
    created_at        timestamptz not null,
    -- The entity tag of what the account's owner sees and may change.
    version           bigint      not null default 0,
    -- Decides between two simultaneous registrations, and serves the look-up of every sign-in.
    constraint account_email_once unique (email)
);
grant select, insert on auth.account to mainstay_app;
grant update (name, password_hash, email_verified_at, version) on auth.account to mainstay_app;

-- Links sent by mail. Only the hash of a token is here: whoever reads this table can't verify
-- anything. The token itself is on its way to the mail for a while, in the outbox, the queue and the mail's row.
create table auth.email_verification (
    token_hash bytea       primary key check (octet_length(token_hash) = 32),
    account_id uuid        not null references auth.account (id),
    expires_at timestamptz not null,
    -- What this registration asked for: the click on its link makes it the account's. So nobody who registers somebody
    -- else's address can choose the password that its owner's click confirms.
    name          text not null check (length(name) between 1 and 100),
    password_hash text not null,
    -- Kept, not deleted: a second click on the same link is answered like the first.
    used_at    timestamptz
);
-- Finds an account's links; also what the foreign key needs when an account is ever removed.
create index email_verification_account on auth.email_verification (account_id);
grant select, insert on auth.email_verification to mainstay_app;
grant update (used_at) on auth.email_verification to mainstay_app;
