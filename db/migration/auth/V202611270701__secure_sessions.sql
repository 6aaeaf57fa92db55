-- Somebody who is logged in sees and ends their own sessions, whatever a query forgets. See rowsecurity.may_see.
alter table auth.session enable row level security;
create policy of_the_caller on auth.session to mainstay_app using (rowsecurity.may_see(account_id));
