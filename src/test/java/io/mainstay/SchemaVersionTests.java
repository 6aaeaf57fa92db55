package io.mainstay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

class SchemaVersionTests {

    // nothing listens on port 1
    private static final String NOWHERE = "jdbc:postgresql://127.0.0.1:1/mainstay";

    @Test
    void missesWhatTheDatabaseLacks() {
        assertThat(SchemaVersionCheck.missing(Set.of("1", "2", "3"), Set.of("1", "3"))).containsExactly("2");
    }

    @Test
    void acceptsANewerDatabase() {
        assertThat(SchemaVersionCheck.missing(Set.of("1"), Set.of("1", "2"))).isEmpty();
    }

    @Test
    void refusesToStartWithoutADatabase() {
        assertThatThrownBy(new SchemaVersionCheck(nowhere())::afterPropertiesSet)
                .isInstanceOfSatisfying(FailureAnalyzedException.class, refusal -> assertThat(
                        refusal.analysis().getDescription()).startsWith("Cannot reach the database at " + NOWHERE));
    }

    @Test
    void migrationGivesUpInOneLine() {
        var settings = new MockEnvironment().withProperty("spring.datasource.url", NOWHERE)
                .withProperty("spring.flyway.password", "correct-horse");
        assertThat(migrate(settings)).startsWith("1 Cannot migrate the database: Cannot reach the database at")
                .doesNotContain("correct-horse")
                .hasLineCount(1);
    }

    @Test
    void migrationNamesAMissingAddress() {
        assertThat(migrate(new MockEnvironment()))
                .isEqualTo("1 Cannot migrate the database: spring.datasource.url is not set.\n");
    }

    @Test
    void migrationReadsTheSettingsOfTheApplication() throws Exception {
        assertThat(MigrateDatabase.settings().getProperty("spring.flyway.default-schema")).isEqualTo("migrations");
        assertThat(MigrateDatabase.settings().getProperty("spring.flyway.postgresql.transactional-lock"))
                .isEqualTo("false");
    }

    private static String migrate(Environment settings) {
        var out = new ByteArrayOutputStream();
        var code = new MigrateDatabase(settings, new PrintStream(out, true, StandardCharsets.UTF_8)).run(Duration.ZERO);
        return code + " " + out.toString(StandardCharsets.UTF_8);
    }

    private static JdbcConnectionDetails nowhere() {
        return new JdbcConnectionDetails() {
            @Override
            public String getUsername() {
                return "mainstay_app";
            }

            @Override
            public String getPassword() {
                return "";
            }

            @Override
            public String getJdbcUrl() {
                return NOWHERE;
            }
        };
    }
}
