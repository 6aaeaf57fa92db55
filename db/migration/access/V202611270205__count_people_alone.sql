-- Somebody must be left who can undo what was done, and a program is nobody: what was removed or disabled could hold the
-- last right to administer, for ever. Whoever grants a role knows what kind of account it is.
alter table access.role_binding add column person boolean not null default true;
alter table access.role_binding disable trigger never_changed;
update access.role_binding set person = false
    where account_id in (select id from apikeys.service_account union all select service_account_id from oauth.client);
alter table access.role_binding enable trigger never_changed;

create or replace function access.keep_the_last() returns trigger language plpgsql as $$
begin
    perform access.lock_scope(old.scope);
    if old.role = 'ADMINISTRATOR' then
        if old.person and not exists (select from access.role_binding
                where scope = old.scope and role = 'ADMINISTRATOR' and person) then
            raise exception 'the last administrator stays'
                using errcode = 'restrict_violation', constraint = 'an_administrator_stays';
        end if;
    elsif exists (select from access.role_binding where scope = old.scope)
            and not exists (select from access.role_binding where scope = old.scope and role = 'OWNER' and person) then
        -- an organization that nobody is left in needs no owner: a last person must be able to close the account
        raise exception 'the last owner stays as long as somebody else is there'
            using errcode = 'restrict_violation', constraint = 'an_owner_stays';
    end if;
    return null;
end $$;
