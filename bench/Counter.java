import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Differences of PostgreSQL's own counters.
final class Counter {

    static final String NAMESPACE = RawCheckout.SCHEMA + "_stats";

    private static final Pattern TRANSACTION_CONTROL = Pattern
            .compile("(?is)\\s*(begin|start transaction|commit|end|rollback|savepoint|release)\\b.*");
    /// The relay looking for a shard, which the outbox's wake-ups make it do.
    private static final String RELAY = "messaging.outbox_shard";

    private final Database database;
    private final boolean statements;

    Counter(Database database) throws SQLException {
        this.database = database;
        this.statements = database.hasStatementStatistics(NAMESPACE);
    }

    record Start(Instant at, long commits, long walBytes, long fullPages, Map<String, Long> calls) {}

    /// @param calls by the statement's text
    record Counted(double seconds, double commits, double walBytes, double fullPages, Map<String, Double> calls,
            boolean statementsKnown) {

        /// Without the statements and commits of an idle application in that time. It writes next to no WAL.
        Counted minus(Counted idle) {
            var share = seconds / idle.seconds;
            var rest = new HashMap<>(calls);
            rest.replaceAll((text, count) -> count - share * idle.calls.getOrDefault(text, 0.0));
            return new Counted(seconds, commits - share * idle.commits, walBytes, fullPages, rest, statementsKnown);
        }

        double statements() {
            return calls.entrySet().stream()
                    .filter(call -> !TRANSACTION_CONTROL.matcher(call.getKey()).matches())
                    .mapToDouble(Map.Entry::getValue).sum();
        }

        /// While the shards are locked: one per transaction of the relay, which finds none.
        double relayRounds() {
            return calls.entrySet().stream().filter(call -> call.getKey().contains(RELAY))
                    .mapToDouble(Map.Entry::getValue).sum();
        }
    }

    Start start() throws SQLException {
        return new Start(Instant.now(), commits(), wal(), fullPages(), calls());
    }

    Counted since(Start start) throws SQLException {
        var calls = new HashMap<String, Double>();
        calls().forEach((text, count) -> {
            var more = count - start.calls.getOrDefault(text, 0L);
            if (more > 0) {
                calls.put(text, (double) more);
            }
        });
        return new Counted(Duration.between(start.at, Instant.now()).toMillis() / 1000.0,
                commits() - start.commits, wal() - start.walBytes, fullPages() - start.fullPages, calls,
                statements);
    }

    /// Without this program's own.
    private long commits() throws SQLException {
        return database.number("select xact_commit from pg_stat_database where datname = current_database()")
                - database.statements();
    }

    private long wal() throws SQLException {
        return database.number("select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint");
    }

    private long fullPages() throws SQLException {
        return database.number("select wal_fpi from pg_stat_wal");
    }

    private Map<String, Long> calls() throws SQLException {
        if (!statements) {
            return Map.of();
        }
        return database.counts("""
                select query, sum(calls)::bigint from %s.pg_stat_statements
                where dbid = (select oid from pg_database where datname = current_database())
                  and (userid <> (select oid from pg_roles where rolname = current_user) or query like '%%%s.%%')
                  and query not like '%%pg_stat_statements%%'
                group by query""".formatted(database.statementStatistics(), RawCheckout.SCHEMA));
    }

    /// Keeps relays from claiming a shard, as another relay at work would.
    static final class RelayHold implements AutoCloseable {

        private final Connection connection;

        private RelayHold(Connection connection) {
            this.connection = connection;
        }

        static RelayHold take(Options options) throws SQLException {
            var connection = Database.connect(options);
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement();
                    var there = statement.executeQuery("select to_regclass('messaging.outbox_shard') is not null")) {
                there.next();
                if (there.getBoolean(1)) {
                    try (var lock = connection.createStatement()) {
                        lock.execute("select shard from messaging.outbox_shard order by shard for update");
                    }
                }
            }
            return new RelayHold(connection);
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
