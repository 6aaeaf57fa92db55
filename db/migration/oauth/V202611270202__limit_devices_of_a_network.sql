-- From which network a waiting device asked: one network must not use up what waits for all of a client's devices. Null
-- for what isn't a device, and for those from before.
alter table oauth.authorization_grant add column network text check (length(network) <= 64);
