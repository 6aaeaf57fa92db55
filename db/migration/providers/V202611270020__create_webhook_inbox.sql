-- What providers announce, word for word, until it has taken effect.
create schema providers;
grant usage on schema providers to mainstay_app;

create table providers.webhook (
    id bigint generated always as identity primary key,
    provider text not null,
    -- the provider's name for the event, the same at every delivery of it
    event_id text not null,
    type text not null,
    -- as it was signed: bytes, not jsonb, which would keep what it means instead of what was sent
    body bytea not null,
    received_at timestamptz not null default clock_timestamp(),
    attempts smallint not null default 0,
    -- not before; null: nothing is left to do
    next_attempt_at timestamptz default clock_timestamp(),
    processed_at timestamptz,
    -- given up: a person has to look
    parked_at timestamptz,
    -- kind of the last failure, never its text, which may repeat personal data
    last_error text,
    -- a second delivery, also a concurrent one, is refused here, whatever the code does
    constraint an_event_comes_once unique (provider, event_id),
    constraint provider_is_a_name check (provider ~ '^[a-z]{1,20}$'),
    constraint event_id_is_bounded check (length(event_id) between 1 and 255),
    constraint type_is_bounded check (length(type) between 1 and 255),
    constraint body_is_bounded check (octet_length(body) <= 262144),
    constraint attempts_are_not_negative check (attempts >= 0),
    constraint one_state_at_a_time check (num_nonnulls(next_attempt_at, processed_at, parked_at) = 1)
);
-- Workers take what is due, oldest first; what is done isn't in it.
create index webhook_due on providers.webhook (next_attempt_at) where next_attempt_at is not null;
-- The clean-up deletes what was processed long ago.
create index webhook_processed on providers.webhook (processed_at) where processed_at is not null;
-- Few or none: counted for the metric, and looked at by people.
create index webhook_parked on providers.webhook (parked_at) where parked_at is not null;

grant select, insert, delete on providers.webhook to mainstay_app;
grant update (attempts, next_attempt_at, processed_at, parked_at, last_error) on providers.webhook to mainstay_app;

-- A body names people and amounts. A request, whoever sends it, may add a row and sees none; workers see all.
alter table providers.webhook enable row level security;
create policy to_be_added on providers.webhook for insert to mainstay_app with check (true);
create policy of_the_workers on providers.webhook to mainstay_app
    using (current_setting('mainstay.caller', true) = 'system');
