-- Where somebody asked for another password, for the security log of the account that a worker finds. Null in the rows
-- of the previous version.
alter table auth.password_reset_request
    add column address    text check (length(address) <= 64),
    add column user_agent text check (length(user_agent) <= 200);
