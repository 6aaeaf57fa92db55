-- Somebody who is logged in sees their own keys and programs, whatever a query forgets. A program sees its keys.
alter table apikeys.service_account enable row level security;
create policy of_the_caller on apikeys.service_account to mainstay_app using (rowsecurity.may_see(owner_id));
alter table apikeys.api_key enable row level security;
create policy of_the_caller on apikeys.api_key to mainstay_app
    using (rowsecurity.may_see(owner_id) or rowsecurity.may_see(account_id))
    -- but nobody makes or changes a key that isn't theirs
    with check (rowsecurity.may_see(owner_id));
alter table apikeys.key_address enable row level security;
create policy of_the_key on apikeys.key_address to mainstay_app
    using (exists (select from apikeys.api_key k where k.id = key_id));
