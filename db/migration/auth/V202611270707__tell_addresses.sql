-- The address of an account, for policies of other schemas that ask whose a row is by the address on it. Null for none.
create function auth.email_of(account uuid) returns text language sql stable as $$
    select a.email from auth.account a where a.id = account
$$;
