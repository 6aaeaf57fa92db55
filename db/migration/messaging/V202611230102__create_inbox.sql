-- Which messages took effect at which consumer, written in the transaction of the effect.
create table messaging.inbox (
    consumer text not null,
    message_id text not null,
    received_at timestamptz not null default clock_timestamp(),
    -- a second delivery, also a concurrent one, waits for the first and then does nothing
    primary key (consumer, message_id),
    constraint consumer_is_bounded check (length(consumer) between 1 and 100),
    constraint message_id_is_bounded check (length(message_id) between 1 and 200)
);
-- The clean-up deletes the oldest rows in batches.
create index inbox_by_age on messaging.inbox (received_at);
grant select, insert, delete on messaging.inbox to mainstay_app;
