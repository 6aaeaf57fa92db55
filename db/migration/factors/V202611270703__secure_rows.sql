-- Somebody who is logged in sees and changes their own factors, whatever a query forgets. See rowsecurity.may_see.
alter table factors.holder enable row level security;
create policy of_the_caller on factors.holder to mainstay_app using (rowsecurity.may_see(account_id));
alter table factors.totp enable row level security;
create policy of_the_caller on factors.totp to mainstay_app using (rowsecurity.may_see(account_id));
alter table factors.recovery_code enable row level security;
create policy of_the_caller on factors.recovery_code to mainstay_app using (rowsecurity.may_see(account_id));
alter table factors.passkey enable row level security;
create policy of_the_caller on factors.passkey to mainstay_app using (rowsecurity.may_see(account_id));
