package io.mainstay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/// An instance that doesn't migrate the database itself refuses to start on one that lacks a migration it was built
/// with. A newer database is fine: migrations keep the previous version working, so that an old instance may restart
/// in the middle of an upgrade.
///
/// It is also the first to talk to the database, so an absent one is told apart here (`spring.factories` makes
/// whatever uses the database wait for it).
@Component
@ConditionalOnBooleanProperty(name = "spring.flyway.enabled", havingValue = false)
class SchemaVersionCheck implements InitializingBean {

    private static final String MIGRATIONS = "classpath*:db/migration/**/V*__*.sql";
    private static final Pattern VERSION = Pattern.compile("V(\\d+)__.*\\.sql");
    private static final Set<String> NO_HISTORY = Set.of("42P01", "3F000", "42501");

    private final JdbcConnectionDetails database;

    SchemaVersionCheck(JdbcConnectionDetails database) {
        this.database = database;
    }

    @Override
    public void afterPropertiesSet() {
        var missing = missing(built());
        if (!missing.isEmpty()) {
            throw new FailureAnalyzedException(
                    "The database lacks " + missing.size() + " migrations that this version needs, the first is "
                            + missing.iterator().next() + ".",
                    "Run the migration of this version first (docs/operating/compose.md).");
        }
    }

    private Set<String> missing(Set<String> built) {
        try (var connection = DatabaseProblem.connect(database.getJdbcUrl(), String.valueOf(database.getUsername()),
                String.valueOf(database.getPassword()))) {
            return missing(built, applied(connection));
        } catch (SQLException e) {
            throw new FailureAnalyzedException(DatabaseProblem.of(e, database.getJdbcUrl()), "", e);
        }
    }

    static Set<String> missing(Set<String> built, Set<String> applied) {
        var missing = new TreeSet<>(built);
        missing.removeAll(applied);
        return missing;
    }

    static Set<String> applied(Connection connection) throws SQLException {
        var versions = new HashSet<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select version from migrations.flyway_schema_history where success and version is not null")) {
            while (rows.next()) {
                versions.add(rows.getString(1));
            }
        } catch (SQLException e) {
            // a database that was never migrated has no history, or not yet the right to read it
            if (!NO_HISTORY.contains(String.valueOf(e.getSQLState()))) {
                throw e;
            }
        }
        return versions;
    }

    private static Set<String> built() {
        try {
            return Arrays.stream(new PathMatchingResourcePatternResolver().getResources(MIGRATIONS))
                    .map(file -> VERSION.matcher(String.valueOf(file.getFilename())))
                    .filter(Matcher::matches)
                    .map(name -> name.group(1))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
