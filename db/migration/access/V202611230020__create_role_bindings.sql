-- What accounts may do beyond what every account may. Only the authorization module reads and writes this schema; its
-- name differs from the module's because AUTHORIZATION is a reserved word of SQL.
create schema access;
grant usage on schema access to mainstay_app;

-- Which roles an account holds. The account lives in another module's schema, hence no foreign key.
create table access.role_binding (
    account_id uuid        not null,
    -- CUSTOMER is held by everyone and never stored. A role that no code knows would be a grant that nobody sees.
    role       text        not null check (role in ('ADMINISTRATOR')),
    granted_at timestamptz not null,
    -- Granting twice is granting once; also serves the look-up by account.
    primary key (account_id, role)
);
grant select, insert on access.role_binding to mainstay_app;
