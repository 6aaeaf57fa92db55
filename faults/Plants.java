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
            // an answer is forgotten, so that its repeat does everything again
            case "no-record" -> Docker.sql(Sql.FORGOTTEN_ANSWERS);
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
    }
}
