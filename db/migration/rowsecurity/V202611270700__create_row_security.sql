-- What the policies of tables have in common whose rows belong to one account.
create schema rowsecurity;
grant usage on schema rowsecurity to mainstay_app;

-- Whether a row of this account may be seen by the transaction's caller: by its owner, and by what no request asked for.
-- `anonymous` sees it too: before a log-in nobody is known yet, and the row is what tells; it is looked up by a secret, or
-- by what was typed beside one. So this guards rows that belong to log-ins, and nothing else: whoever is known sees their own
-- alone. Without a transaction there is no caller and no row.
create function rowsecurity.may_see(account uuid) returns boolean language sql stable as $$
    select case current_setting('mainstay.caller', true)
        when 'system' then true
        when 'anonymous' then true
        when '' then false
        else account = current_setting('mainstay.caller', true)::uuid
    end
$$;
