-- Somebody who is logged in reads what happened to their own account, whatever a query forgets. Anything that happens may
-- be noted, of whomever.
alter table securitylog.event enable row level security;
create policy of_the_caller on securitylog.event for select to mainstay_app using (rowsecurity.may_see(account_id));
create policy anything on securitylog.event for insert to mainstay_app with check (true);
alter table securitylog.device enable row level security;
create policy of_the_caller on securitylog.device to mainstay_app using (rowsecurity.may_see(account_id));
