-- Companies and groups that several accounts act for, and who belongs to them. What members may do is in the schema of
-- the authorization module; only the organizations module reads and writes this one.
create schema organizations;
grant usage on schema organizations to mainstay_app;

create table organizations.organization (
    id         uuid        primary key,
    name       text        not null check (length(name) between 1 and 100),
    created_at timestamptz not null,
    version    bigint      not null default 0,
    -- how many invitations it has sent since when: they are mails to anybody, so they are counted
    invitations_since timestamptz not null default '-infinity',
    invitations_sent  int         not null default 0 check (invitations_sent >= 0)
);
grant select, insert on organizations.organization to mainstay_app;
grant update (name, version, invitations_since, invitations_sent) on organizations.organization to mainstay_app;

create table organizations.member (
    organization_id uuid        not null references organizations.organization (id),
    account_id      uuid        not null,
    joined_at       timestamptz not null,
    primary key (organization_id, account_id)
);
-- An organization's members and an account's organizations, newest first, by keyset.
create index member_by_organization on organizations.member (organization_id, joined_at desc, account_id desc);
create index member_by_account on organizations.member (account_id, joined_at desc, organization_id desc);
grant select, insert, delete on organizations.member to mainstay_app;

-- Open invitations; an answered one is deleted, and with it the address.
create table organizations.invitation (
    id              uuid        primary key,
    organization_id uuid        not null references organizations.organization (id),
    -- trimmed and in lower case, as accounts have theirs
    email           text        not null check (length(email) <= 254),
    role            text        not null check (length(role) <= 50),
    invited_by      uuid        not null,
    created_at      timestamptz not null,
    expires_at      timestamptz not null,
    -- inviting again replaces; it also serves what an organization has sent
    constraint one_invitation_per_address unique (organization_id, email)
);
create index invitation_by_organization on organizations.invitation (organization_id, created_at desc, id desc);
-- What waits for an address.
create index invitation_by_email on organizations.invitation (email, created_at desc, id desc);
-- What the cleanup looks for.
create index invitation_to_forget on organizations.invitation (expires_at);
grant select, insert, update, delete on organizations.invitation to mainstay_app;
