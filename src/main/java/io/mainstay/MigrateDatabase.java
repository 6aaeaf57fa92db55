package io.mainstay;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateOutput;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.ConfigTreePropertySource.Option;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/// Brings the database to the version that this program was built with, and ends. It is a program of its own, so that
/// the instances never hold the password of `mainstay_owner`.
///
/// Reads what the application reads: `spring.datasource.url`, `spring.flyway.user` and `spring.flyway.password`, as
/// system properties, environment variables or files in the folder that `MAINSTAY_SECRETS_FOLDER` names
/// (`/run/secrets`), and the rest of `spring.flyway` from `application.yaml`. Waits a minute at most for a database
/// that is still starting; exits with 1 and one line if it cannot do its work.
final class MigrateDatabase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final String YAML = "application.yaml";

    private final Environment settings;
    private final PrintStream out;

    MigrateDatabase(Environment settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        // each migration is a line of ours; Flyway and the driver speak up only when something is wrong
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.ERROR);
        }
        System.exit(new MigrateDatabase(settings(), System.out).run(PATIENCE));
    }

    /// @return the exit code
    int run(Duration patience) {
        var problem = problem(patience);
        if (problem == null) {
            return 0;
        }
        out.println("Cannot migrate the database: " + OneLine.of(problem));
        return 1;
    }

    private @Nullable String problem(Duration patience) {
        var url = settings.getProperty("spring.datasource.url");
        if (url == null) {
            return "spring.datasource.url is not set.";
        }
        var user = settings.getProperty("spring.flyway.user", "mainstay_owner");
        var password = settings.getProperty("spring.flyway.password", "");
        try {
            await(url, user, password, patience);
            migrate(url, user, password);
            return null;
        } catch (SQLException e) {
            return DatabaseProblem.of(e, url);
        } catch (FlywayException e) {
            return e.getMessage();
        }
    }

    /// A wrong password or name is reported at once: only an absent database may still come.
    private void await(String url, String user, String password, Duration patience) throws SQLException {
        var end = System.nanoTime() + patience.toNanos();
        while (true) {
            try (var _ = DatabaseProblem.connect(url, user, password)) {
                return;
            } catch (SQLException e) {
                if (!DatabaseProblem.mayPass(e) || System.nanoTime() > end) {
                    throw e;
                }
                pause();
            }
        }
    }

    private void migrate(String url, String user, String password) {
        var result = Flyway.configure()
                .dataSource(url, user, password)
                .locations(required("spring.flyway.locations"))
                .schemas(required("spring.flyway.schemas"))
                .defaultSchema(required("spring.flyway.default-schema"))
                .configuration(Map.of("flyway.postgresql.transactional.lock",
                        required("spring.flyway.postgresql.transactional-lock")))
                .load()
                .migrate();
        for (MigrateOutput done : result.migrations) {
            out.println("Migrated " + done.version + " " + done.description + " (" + done.executionTime + " ms)");
        }
        out.println(result.migrations.isEmpty()
                ? "The database is up to date."
                : "The database is up to date: " + result.migrations.size() + " migrations were missing.");
    }

    private String required(String name) {
        return settings.getRequiredProperty(name);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// System properties, environment variables, secret files, `application.yaml`: the first that knows a name wins.
    static Environment settings() throws IOException {
        var environment = new StandardEnvironment();
        var secrets = Path.of(environment.getProperty("MAINSTAY_SECRETS_FOLDER", "/run/secrets"));
        var sources = environment.getPropertySources();
        if (Files.isDirectory(secrets)) {
            sources.addLast(new ConfigTreePropertySource("secrets", secrets, Option.AUTO_TRIM_TRAILING_NEW_LINE));
        }
        new YamlPropertySourceLoader().load(YAML, new ClassPathResource(YAML)).forEach(sources::addLast);
        return environment;
    }
}
