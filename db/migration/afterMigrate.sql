-- The application may see which migrations ran, to refuse a database that is older than itself (SchemaVersionCheck).
-- A callback instead of a migration: the history table has to exist, whichever migration is the first.
do $$
begin
    if exists (select from pg_roles where rolname = 'mainstay_app') then
        grant usage on schema ${flyway:defaultSchema} to mainstay_app;
        grant select on ${flyway:defaultSchema}.${flyway:table} to mainstay_app;
    end if;
end $$;
