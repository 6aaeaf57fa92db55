-- What people allowed an application is forgotten when the application changes, by an administrator who sees none of it.
create function oauth.forget_consents(client uuid) returns void
language sql security definer set search_path = '' as $$
    delete from oauth.consent c where c.client_id = client
$$;
revoke execute on function oauth.forget_consents from public;
grant execute on function oauth.forget_consents to mainstay_app;
