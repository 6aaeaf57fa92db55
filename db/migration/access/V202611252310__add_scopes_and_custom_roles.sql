-- Roles count in a scope: the installation, or one organization. The scope of the installation is the nil UUID, so that
-- one column takes part in keys and comparisons; the nullable organization_id is what people and policies read.

-- Roles that people made. The names of roles that the code knows are in upper case, these are in lower case.
create table access.role (
    id              uuid        primary key,
    -- Null for a role of the installation. The organization lives in another module's schema, hence no foreign key.
    organization_id uuid,
    scope           uuid        not null generated always as (coalesce(organization_id, '00000000-0000-0000-0000-000000000000')) stored,
    name            text        not null check (name ~ '^[a-z][a-z0-9-]{1,49}$'),
    permissions     text[]      not null check (cardinality(permissions) between 1 and 50),
    created_at      timestamptz not null,
    version         bigint      not null default 0,
    -- a name means one thing in its scope; it also serves the list of a scope's roles
    constraint role_name_is_unique unique (scope, name),
    -- what a binding refers to, so that it can't name one role and mean another, or one of another scope
    constraint role_of_scope unique (id, scope, name)
);
create function access.refuse_rename() returns trigger language plpgsql as $$
begin
    if (new.id, new.organization_id, new.name) is distinct from (old.id, old.organization_id, old.name) then
        raise exception 'the name and the scope of a role are fixed' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger fixed_name before update on access.role for each row execute function access.refuse_rename();
grant select, insert, delete on access.role to mainstay_app;
grant update (permissions, version) on access.role to mainstay_app;

alter table access.role_binding drop constraint role_binding_pkey;
alter table access.role_binding drop constraint role_binding_role_check;
alter table access.role_binding
    add column id uuid not null default uuidv7(),
    add column organization_id uuid,
    add column scope uuid not null generated always as (coalesce(organization_id, '00000000-0000-0000-0000-000000000000')) stored,
    -- null for a role that the code knows
    add column role_id uuid,
    -- null for what the program itself granted
    add column granted_by uuid,
    add constraint role_binding_pkey primary key (id),
    -- granting twice is granting once; it also serves the look-up of what an account may do in a scope
    add constraint binding_is_unique unique (account_id, scope, role),
    -- A role that nobody knows would be a grant that nobody sees; and each role counts in its own kind of scope.
    add constraint role_is_known check (role_id is not null
        or organization_id is null and role in ('ADMINISTRATOR', 'SUPPORT')
        or organization_id is not null and role in ('OWNER', 'BUYER', 'VIEWER')),
    -- a role that somebody holds can't be deleted
    add constraint custom_role_of_its_scope foreign key (role_id, scope, role) references access.role (id, scope, name);
-- The bindings of a scope, newest first, by keyset; also who is left as its administrator or owner.
create index binding_by_scope on access.role_binding (scope, granted_at desc, id desc);
-- Whether somebody holds a custom role, for the foreign key.
create index binding_of_custom_role on access.role_binding (role_id) where role_id is not null;
grant delete on access.role_binding to mainstay_app;

create function access.refuse_rebinding() returns trigger language plpgsql as $$
begin
    raise exception 'a binding is granted or revoked, never changed' using errcode = 'restrict_violation';
end $$;
create trigger never_changed before update on access.role_binding
    for each statement execute function access.refuse_rebinding();
create trigger never_truncated before truncate on access.role_binding
    for each statement execute function access.refuse_rebinding();

-- Whoever changes roles or bindings of a scope holds this lock until the end of the transaction: of two at once the
-- second sees what the first did.
create function access.lock_scope(scope uuid) returns void language sql as $$
    select pg_advisory_xact_lock(hashtextextended('access:' || scope, 0))
$$;

-- Somebody must be left who can undo what was done. Under the lock of the scope, so that two who leave at the same
-- moment are one after the other; the trigger's look is taken after the wait and sees what the first one did.
create function access.keep_the_last() returns trigger language plpgsql as $$
begin
    perform access.lock_scope(old.scope);
    if old.role = 'ADMINISTRATOR' then
        if not exists (select from access.role_binding where scope = old.scope and role = 'ADMINISTRATOR') then
            raise exception 'the last administrator stays'
                using errcode = 'restrict_violation', constraint = 'an_administrator_stays';
        end if;
    elsif exists (select from access.role_binding where scope = old.scope)
            and not exists (select from access.role_binding where scope = old.scope and role = 'OWNER') then
        -- an organization that nobody is left in needs no owner: a last person must be able to close the account
        raise exception 'the last owner stays as long as somebody else is there'
            using errcode = 'restrict_violation', constraint = 'an_owner_stays';
    end if;
    return null;
end $$;
create trigger keep_the_last after delete on access.role_binding
    for each row when (old.role in ('ADMINISTRATOR', 'OWNER')) execute function access.keep_the_last();

-- What the roles that the code knows permit in an organization, for queries and policies; a test compares it with the code.
create table access.organization_role (
    role       text not null check (role in ('OWNER', 'BUYER', 'VIEWER')),
    permission text not null,
    primary key (role, permission)
);
insert into access.organization_role (role, permission) values
    ('VIEWER', 'organizations:read'), ('VIEWER', 'members:read'), ('VIEWER', 'orders:read'),
    ('VIEWER', 'payments:read'),
    ('BUYER', 'organizations:read'), ('BUYER', 'members:read'), ('BUYER', 'orders:read'),
    ('BUYER', 'payments:read'), ('BUYER', 'orders:place'),
    ('OWNER', 'organizations:read'), ('OWNER', 'members:read'), ('OWNER', 'orders:read'),
    ('OWNER', 'payments:read'), ('OWNER', 'orders:place'), ('OWNER', 'organizations:manage'),
    ('OWNER', 'members:manage'), ('OWNER', 'roles:read'), ('OWNER', 'roles:manage'), ('OWNER', 'access:audit'),
    ('OWNER', 'access:evaluate'), ('OWNER', 'access:explain');
grant select on access.organization_role to mainstay_app;

-- Whether a binding in this organization permits this: the one thing of this schema that the queries of other modules
-- may use, so that the tenant is in the query. Never true without an organization.
create function access.permits(account uuid, organization uuid, wanted text) returns boolean language sql stable as $$
    select exists (
        select from access.role_binding b
        where b.account_id = account and b.scope = organization and b.organization_id = organization
            and (exists (select from access.organization_role o where o.role = b.role and o.permission = wanted)
                or exists (select from access.role r where r.id = b.role_id and wanted = any (r.permissions))))
$$;
