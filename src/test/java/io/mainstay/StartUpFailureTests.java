package io.mainstay;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Size;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.validation.annotation.Validated;

class StartUpFailureTests {

    private static final String URL = "jdbc:postgresql://db:5432/mainstay?password=hidden";

    private final ApplicationContextRunner program = new ApplicationContextRunner()
            .withUserConfiguration(WithLimits.class);

    @Validated
    @ConfigurationProperties("example")
    record Limits(@Max(10) int perPage, @Nullable @Size(min = 40) String secretKey) {

        @AssertTrue(message = "example.per-page must not be 7")
        boolean isLucky() {
            return perPage != 7;
        }
    }

    @Configuration
    @EnableConfigurationProperties(Limits.class)
    static class WithLimits {}

    @Test
    void namesASettingThatBreaksItsRule() {
        assertThat(lineFor("example.per-page=11"))
                .startsWith("Cannot start: The setting example.per-page must be less than or equal to 10")
                .doesNotContain("\n");
    }

    @Test
    void leavesARuleOverSeveralSettingsItsOwnWords() {
        assertThat(lineFor("example.per-page=7"))
                .isEqualTo("Cannot start: The setting example.per-page must not be 7.");
    }

    @Test
    void namesASettingOfTheWrongType() {
        assertThat(lineFor("example.per-page=many"))
                .startsWith("Cannot start: The setting example.per-page cannot be read as int");
    }

    @Test
    void neverRepeatsAValue() {
        assertThat(lineFor("example.secret-key=correct-horse")).contains("example.secret-key")
                .doesNotContain("correct-horse");
        assertThat(lineFor("example.per-page=correct-horse")).doesNotContain("correct-horse");
    }

    @Test
    void saysThatTheDatabaseCannotBeReached() {
        var refused = new SQLException("The connection attempt failed.", "08001", new ConnectException("refused"));
        assertThat(lineFor(new SQLTransientConnectionException("pool: not available", refused)))
                .startsWith("Cannot start: Cannot reach the database at jdbc:postgresql://db:5432/mainstay: refused. ");
        assertThat(lineFor(new SQLException("failed", "08001", new UnknownHostException("db"))))
                .contains("unknown host db.");
    }

    @Test
    void neverRepeatsThePasswordInAnAddress() {
        assertThat(lineFor(new SQLException("no", "08001"))).doesNotContain("hidden");
        assertThat(DatabaseProblem.of(new SQLException("no", "08001"), "jdbc:postgresql://me:hidden@db/x"))
                .contains("//db/x")
                .doesNotContain("hidden");
    }

    @Test
    void saysThatThePasswordIsRefused() {
        assertThat(lineFor(new SQLException("FATAL: password authentication failed", "28P01")))
                .contains("refuses the user or its password");
    }

    @Test
    void leavesOtherSqlFailuresToOthers() {
        assertThat(analysis(new SQLException("syntax", "42601"))).isNull();
    }

    @Test
    void waitsOnlyForADatabaseThatMayCome() {
        assertThat(DatabaseProblem.mayPass(new SQLException("starting up", "57P03"))).isTrue();
        assertThat(DatabaseProblem.mayPass(new SQLException("absent", "08001"))).isTrue();
        assertThat(DatabaseProblem.mayPass(new SQLException("password", "28P01"))).isFalse();
        assertThat(DatabaseProblem.mayPass(new SQLException("unknown"))).isFalse();
    }

    private String lineFor(String property) {
        var failures = new java.util.ArrayList<FailureAnalysis>();
        program.withPropertyValues("example.per-page=1")
                .withPropertyValues(property)
                .run(context -> failures
                        .add(((FailureAnalyzer) new WrongSetting()).analyze(context.getStartupFailure())));
        return line(failures.getFirst());
    }

    private static String lineFor(SQLException failure) {
        return line(analysis(failure));
    }

    private static @Nullable FailureAnalysis analysis(SQLException failure) {
        FailureAnalyzer analyzer = new UnreachableDatabase(
                new MockEnvironment().withProperty("spring.datasource.url", URL));
        return analyzer.analyze(new IllegalStateException("bean", failure));
    }

    private static String line(@Nullable FailureAnalysis analysis) {
        assertThat(analysis).isNotNull();
        return StartUpFailureLine.line(analysis.getDescription(), analysis.getAction());
    }
}
