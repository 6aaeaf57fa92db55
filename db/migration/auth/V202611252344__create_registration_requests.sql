-- Who registers, whether the address has an account or not: the request writes the same row for every address, so its
-- time tells nothing. A worker takes it away within a second or so and looks whose address it is.
create table auth.registration_request (
    id            uuid        primary key,
    -- not unique: a second registration would wait for the worker's lock on the first, and its time would tell
    email         text        not null check (email = lower(btrim(email)) and length(email) between 3 and 254),
    name          text        not null check (length(name) between 1 and 100),
    password_hash text        not null check (password_hash like '$argon2id$%'),
    requested_at  timestamptz not null default clock_timestamp()
);
grant select, insert, delete on auth.registration_request to mainstay_app;
-- "for update" needs it; nothing is ever changed
grant update (requested_at) on auth.registration_request to mainstay_app;
