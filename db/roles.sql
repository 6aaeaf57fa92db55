-- The two roles of the database. Run once as a superuser, in the application's database, before the first migration.
-- mainstay_owner owns every table and runs the migrations; mainstay_app is what the running application connects as:
-- it owns nothing, so it can neither change the schema nor switch off a trigger. Passwords are set elsewhere.
do $$
begin
    if not exists (select from pg_roles where rolname = 'mainstay_owner') then
        create role mainstay_owner login noinherit;
    end if;
    if not exists (select from pg_roles where rolname = 'mainstay_app') then
        create role mainstay_app login noinherit;
    end if;
    execute format('grant create on database %I to mainstay_owner', current_database());
    execute format('grant connect on database %I to mainstay_app', current_database());
end $$;
revoke all on schema public from public;
alter role mainstay_app set statement_timeout = '10s';
alter role mainstay_app set lock_timeout = '5s';
alter role mainstay_app set idle_in_transaction_session_timeout = '30s';
