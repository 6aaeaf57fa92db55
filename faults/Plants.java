/// Faults that are put into the system on purpose, to see that the checker notices.
final class Plants {

    private Plants() {}

    /// @param name empty: none; `no-key` is the clients' own
    static void plant(String name) {
        switch (name) {
            case "", "no-key" -> {}
            // what is acknowledged may be lost with the process
            case "async-commit" -> {
                Docker.sql("alter system set synchronous_commit = off");
                Docker.sql("alter system set wal_writer_delay = '10s'");
                Docker.sql("select pg_reload_conf()");
            }
            // the sums on accounts are written from what was read before, without a lock in between
            case "no-lock" -> Docker.sql(Sql.LOST_UPDATES);
            // accounts are locked in any order
            case "unsorted-locks" -> Docker.sql(Sql.ANY_ORDER);
            // an answer is forgotten, so that its repeat does everything again
            case "no-record" -> Docker.sql(Sql.FORGOTTEN_ANSWERS);
            // the answer is kept by a transaction of its own, whatever becomes of the work
            case "own-record" -> {
                Docker.sql(Sql.LOST_COMMITS);
                Docker.sql(Sql.ANSWER_BEFORE_COMMIT);
            }
            // the news is out before the work is committed, whatever becomes of that
            case "early-event" -> {
                Docker.sql(Sql.LOST_COMMITS);
                Docker.sql(Sql.EVENT_BEFORE_COMMIT);
            }
            default -> throw new IllegalArgumentException("nobody knows how to plant " + name);
        }
    }

    private static final class Sql {

        /// One entry in fifty of a guarded account doesn't reach its sums, as after a lost update.
        static final String LOST_UPDATES = """
                create function public.lose() returns trigger language plpgsql as $$
                begin
                    if random() < 0.02 and (new.debits, new.credits) <> (old.debits, old.credits) then
                        new.debits := old.debits;
                        new.credits := old.credits;
                    end if;
                    return new;
                end $$;
                create trigger zz_lose before update on ledger.account for each row execute function public.lose()""";

        /// The record is written in a transaction that isn't the work's: some of them never come.
        static final String FORGOTTEN_ANSWERS = """
                create function public.forget() returns trigger language plpgsql as $$
                begin
                    return case when random() < 0.2 then null else new end;
                end $$;
                create trigger zz_forget before insert on idempotency.record for each row execute function public.forget()""";

        static final String ANY_ORDER = """
                do $$ begin
                    execute replace(replace(pg_get_functiondef('ledger.post_entries'::regproc),
                        'order by id for no key update', 'order by random() for no key update'),
                        -- and with time for somebody to come in between
                        'perform from ledger.account', 'perform pg_sleep(0.03) from ledger.account');
                end $$""";

        /// One COMMIT in five of a transaction that changes a payment or an order loses a race.
        static final String LOST_COMMITS = """
                create extension if not exists dblink;
                grant usage on schema public to mainstay_app;
                create function public.lose_the_race() returns trigger language plpgsql as $$
                begin
                    if random() < 0.2 then
                        raise exception 'planted' using errcode = 'serialization_failure';
                    end if;
                    return null;
                end $$;
                create constraint trigger zz_lose after insert or update on payments.payment
                    deferrable initially deferred for each row execute function public.lose_the_race();
                create constraint trigger zz_lose after insert on orders.customer_order
                    deferrable initially deferred for each row execute function public.lose_the_race();
                -- a transaction beside the one that asks
                create function public.beside(statement text) returns void
                language plpgsql security definer as $$
                begin
                    perform public.dblink_exec('host=/var/run/postgresql dbname=mainstay user=postgres application_name=beside',
                        statement);
                end $$""";

        static final String EVENT_BEFORE_COMMIT = """
                create function public.publish() returns trigger language plpgsql as $$
                begin
                    if current_setting('application_name') = 'beside' then
                        return new;
                    end if;
                    perform public.beside(format(
                        'insert into messaging.outbox (shard, message_id, key, type, version, payload, traceparent)'
                        ' values (%L, %L, %L, %L, %L, %L, %L)', new.shard, new.message_id, new.key, new.type, new.version,
                        new.payload, new.traceparent));
                    return null;
                end $$;
                create trigger zz_publish before insert on messaging.outbox for each row execute function public.publish()""";

        static final String ANSWER_BEFORE_COMMIT = """
                create function public.keep() returns trigger language plpgsql as $$
                begin
                    if current_setting('application_name') = 'beside' or new.status is null then
                        return new;
                    end if;
                    perform public.beside(format(
                        'insert into idempotency.record (principal, key, fingerprint, status, location, etag, body)'
                        ' values (%L, %L, %L, %L, %L, %L, %L)', new.principal, new.key, new.fingerprint, new.status,
                        new.location, new.etag, new.body));
                    return null;
                end $$;
                create trigger zz_keep before insert on idempotency.record for each row execute function public.keep()""";
    }
}
