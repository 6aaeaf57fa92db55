-- What a transaction announces is written beside its effects and relayed to the broker after the commit.
create schema messaging;
grant usage on schema messaging to mainstay_app;

-- One row is one event on its way to the broker; a confirmed one is deleted, so the table is short in good times.
create table messaging.outbox (
    -- drawn while the aggregate's row lock is held: per key, the order of ids is the order of the commits
    id bigint generated always as identity,
    -- a hash of the key: all events of a key share a shard, and one relay at a time works on a shard
    shard smallint not null,
    -- what consumers recognise the event by; not the identity, which a restored backup would hand out again
    message_id uuid not null,
    key text not null,
    type text not null,
    version smallint not null,
    -- json, not jsonb: it is only ever passed on, byte for byte
    payload json not null,
    -- W3C trace context of the transaction, if it was traced
    traceparent text,
    -- the database's clock: the instances' own may differ
    occurred_at timestamptz not null default clock_timestamp(),
    -- the relay reads the beginning of one shard, in order, however long the backlog is; it needs no other index
    primary key (shard, id),
    constraint shard_exists check (shard between 0 and 7),
    constraint version_counts_from_one check (version >= 1),
    constraint key_is_bounded check (length(key) between 1 and 200)
) with (
    -- rows live for milliseconds: vacuum by count, before dead entries at the beginning of the index slow the relay
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
    autovacuum_vacuum_insert_scale_factor = 0.2
);
grant select, insert, delete on messaging.outbox to mainstay_app;

-- The locks that relays claim shards by, and what keeps a shard waiting. The rows belong to the structure, as the
-- check above does: exactly these shards exist.
create table messaging.outbox_shard (
    shard smallint primary key,
    -- the event that the broker refuses, and how often it did so in a row
    failing_id bigint,
    failures smallint not null default 0,
    retry_at timestamptz not null default '-infinity',
    constraint failures_belong_to_an_event check ((failing_id is null) = (failures = 0))
) with (fillfactor = 50); -- updates stay on the one page
insert into messaging.outbox_shard (shard) select generate_series(0, 7);
grant select on messaging.outbox_shard to mainstay_app;
grant update (failing_id, failures, retry_at) on messaging.outbox_shard to mainstay_app;

-- Events that the broker refused too often: out of their shard's way, kept until somebody releases them.
create table messaging.outbox_parked (
    message_id uuid primary key,
    key text not null,
    type text not null,
    version smallint not null,
    payload json not null,
    traceparent text,
    occurred_at timestamptz not null,
    reason text not null,
    parked_at timestamptz not null default clock_timestamp()
);
grant select, insert, delete on messaging.outbox_parked to mainstay_app;
