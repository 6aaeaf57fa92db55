create schema idempotency;
grant usage on schema idempotency to mainstay_app;

-- One row per Idempotency-Key that a principal has used: written in the transaction of the effects it stands for, so
-- that there is never an answer without its effects, nor effects without their answer.
create table idempotency.record (
    principal   uuid        not null,
    key         text        not null check (length(key) between 1 and 255),
    -- SHA-256 over method, path and body: the same key with another request is refused
    fingerprint text        not null check (fingerprint ~ '^[0-9a-f]{64}$'),
    -- null while a use case of two transactions is between them
    status      smallint    check (status between 200 and 499),
    location    text,
    etag        text,
    body        text,
    -- what an unfinished use case has begun, and until when nobody else may go on with it
    begun       uuid,
    lease_until timestamptz,
    created_at  timestamptz not null default now(),
    primary key (principal, key),
    check ((status is null) = (begun is not null and lease_until is not null))
) with (fillfactor = 80);

-- The clean-up after 30 days; rows arrive in the order of time, so a BRIN index costs next to nothing.
create index record_by_age on idempotency.record using brin (created_at);

grant select, insert, update, delete on idempotency.record to mainstay_app;
