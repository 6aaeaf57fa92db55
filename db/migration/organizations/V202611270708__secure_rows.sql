-- Whatever a query forgets: an organization is visible to its members, to whoever may read it and to those it invites; its
-- members to themselves and to whoever may read or change who belongs to it; an invitation to whoever may send one and to
-- who owns the address. Nobody else, and nobody who isn't known.
create function organizations.permits(organization uuid, variadic wanted text[]) returns boolean language sql stable as $$
    select case current_setting('mainstay.caller', true)
        when 'system' then true
        when 'anonymous' then false
        when '' then false
        else exists (
            select from unnest(wanted) as w (permission)
            where access.permits(current_setting('mainstay.caller', true)::uuid, organization, w.permission))
    end
$$;
create function organizations.is_own(account uuid) returns boolean language sql stable as $$
    select case current_setting('mainstay.caller', true)
        when 'system' then true
        when 'anonymous' then false
        when '' then false
        else account = current_setting('mainstay.caller', true)::uuid
    end
$$;
create function organizations.is_to_caller(email text) returns boolean language sql stable as $$
    select case current_setting('mainstay.caller', true)
        when 'system' then true
        when 'anonymous' then false
        when '' then false
        else email = auth.email_of(current_setting('mainstay.caller', true)::uuid)
    end
$$;

alter table organizations.member enable row level security;
create policy of_the_caller on organizations.member to mainstay_app
    using (organizations.is_own(account_id)
        or organizations.permits(organization_id, 'members:read', 'members:manage', 'roles:read', 'roles:manage'));

alter table organizations.invitation enable row level security;
create policy of_the_caller on organizations.invitation to mainstay_app
    using (organizations.is_to_caller(email) or organizations.permits(organization_id, 'members:manage'));

alter table organizations.organization enable row level security;
create policy of_the_caller on organizations.organization to mainstay_app
    using (organizations.permits(id, 'organizations:read', 'organizations:manage', 'members:manage')
        or exists (select from organizations.member m where m.organization_id = organization.id
                       and organizations.is_own(m.account_id))
        or exists (select from organizations.invitation i where i.organization_id = organization.id
                       and organizations.is_to_caller(i.email)));

-- How many there are, for whoever is about to become one more and sees none of them yet.
create function organizations.count_members(organization uuid) returns bigint
language sql stable security definer set search_path = '' as $$
    select count(*) from organizations.member m where m.organization_id = organization
$$;
revoke execute on function organizations.count_members from public;
grant execute on function organizations.count_members to mainstay_app;
