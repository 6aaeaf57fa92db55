-- Somebody who is logged in sees and unlinks their own identities, whatever a query forgets. See rowsecurity.may_see.
alter table signin.identity enable row level security;
create policy of_the_caller on signin.identity to mainstay_app using (rowsecurity.may_see(account_id));
