-- The log forgets, but only what is old; a flood of refused guesses is counted instead of kept row by row; devices.

-- Deleting is what the retention does, through the function below. What is younger than 30 days nobody deletes, not
-- even the owner of the table: whoever got in can't remove the traces of it.
drop trigger append_only on securitylog.event;
create trigger append_only before update or truncate on securitylog.event
    for each statement execute function securitylog.refuse_change();

create function securitylog.refuse_early_deletion() returns trigger language plpgsql as $$
begin
    if old.at > clock_timestamp() - interval '30 days' then
        raise exception 'the security log is append-only: nothing younger than 30 days is deleted'
            using errcode = 'restrict_violation';
    end if;
    return old;
end $$;
create trigger no_early_deletion before delete on securitylog.event
    for each row execute function securitylog.refuse_early_deletion();

-- Runs with the rights of the table's owner, since the application may not delete. Whatever it is asked for, it leaves
-- what is younger than 30 days. The ids are in the order of time, so the oldest rows are found by the primary key.
create function securitylog.forget(keep interval, batch int) returns int
    language sql security definer set search_path = pg_catalog, pg_temp as $$
    with oldest as (select id, at from securitylog.event order by id limit least(batch, 10000)),
    forgotten as (
        delete from securitylog.event e using oldest o
        where e.id = o.id and o.at < clock_timestamp() - greatest(keep, interval '30 days') returning 1)
    select count(*)::int from forgotten
$$;
revoke all on function securitylog.forget(interval, int) from public;
grant execute on function securitylog.forget(interval, int) to mainstay_app;

-- How many guesses were refused in a minute, by network and by whose secret was guessed at. Rows live for some minutes.
create table securitylog.pace (
    minute     timestamptz not null,
    network    text        not null check (length(network) <= 80),
    -- SHA-256 of what the sender named, whether there is such an account or not; empty in the row that counts all
    -- guesses of the network
    subject    bytea       not null check (octet_length(subject) in (0, 32)),
    type       text        not null,
    account_id uuid,
    refused    int         not null check (refused > 0),
    -- One row per counter, which simultaneous guesses count up one after the other; begins with the minute, by which it
    -- is taken away.
    primary key (minute, network, subject, type)
);
grant select, insert, delete on securitylog.pace to mainstay_app;
grant update (refused) on securitylog.pace to mainstay_app;

-- What an account was signed in from. Not the log: forgetting one makes it new again.
create table securitylog.device (
    account_id uuid        not null,
    program    text        not null check (length(program) <= 60),
    network    text        not null check (length(network) <= 80),
    seen_at    timestamptz not null default clock_timestamp(),
    -- Decides which of two simultaneous sign-ins is the first one from there; also the look-up by account.
    primary key (account_id, program, network)
);
-- What was not seen for longest goes, an hour's batch at a time.
create index device_unseen on securitylog.device (seen_at);
grant select, insert, delete on securitylog.device to mainstay_app;
grant update (seen_at) on securitylog.device to mainstay_app;
