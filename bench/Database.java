import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/// The superuser's connection, for all but the load.
final class Database implements AutoCloseable {

    private final Options options;
    private final Connection connection;
    private String statistics = "";
    private long statements;

    Database(Options options) {
        this.options = options;
        try {
            this.connection = connect(options);
            if (!text("show is_superuser").equals("on")) {
                throw new Unusable("the database user " + options.databaseUser() + " is no superuser");
            }
        } catch (SQLException failed) {
            throw new Unusable("no connection to " + options.jdbc() + ": " + failed.getMessage());
        }
    }

    static Connection connect(Options options) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", options.databaseUser());
        properties.setProperty("password", options.databasePassword());
        properties.setProperty("ApplicationName", "bench");
        return DriverManager.getConnection(options.jdbc(), properties);
    }

    Connection another() throws SQLException {
        return connect(options);
    }

    String url() {
        return options.jdbc();
    }

    /// How many there were: each is a transaction.
    long statements() {
        return statements;
    }

    void execute(String sql) throws SQLException {
        statements++;
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String text(String sql) throws SQLException {
        statements++;
        try (var statement = connection.createStatement(); var row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    long number(String sql) throws SQLException {
        return new BigInteger(text(sql)).longValueExact();
    }

    Map<String, Long> counts(String sql) throws SQLException {
        statements++;
        var counts = new HashMap<String, Long>();
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
        }
        return counts;
    }

    long countIfThere(String table, String condition) throws SQLException {
        return number("select (to_regclass('" + table + "') is not null)::int") == 0 ? 0
                : number("select count(*) from " + table + " where " + condition);
    }

    /// @param namespace where the extension is added if there's none
    boolean hasStatementStatistics(String namespace) throws SQLException {
        if (!text("show shared_preload_libraries").contains("pg_stat_statements")) {
            return false;
        }
        var place = "select coalesce((select nspname from pg_extension e join pg_namespace n"
                + " on n.oid = e.extnamespace where extname = 'pg_stat_statements'), '')";
        if (text(place).isEmpty()) {
            execute("create schema if not exists " + namespace);
            execute("create extension pg_stat_statements schema " + namespace);
        }
        statistics = text(place);
        return true;
    }

    String statementStatistics() {
        return statistics;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
