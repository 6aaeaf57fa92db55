-- Somebody who is logged in sees what they allowed applications, whatever a query forgets. A device that nobody has answered
-- yet is nobody's: it is found by its code.
alter table oauth.consent enable row level security;
create policy of_the_caller on oauth.consent to mainstay_app using (rowsecurity.may_see(account_id));
alter table oauth.authorization_grant enable row level security;
create policy of_the_caller on oauth.authorization_grant to mainstay_app
    using (account_id is null or rowsecurity.may_see(account_id));
