package io.mainstay;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/// Start-up failures that come from a database which is absent, refuses the password, or does not have the database.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnreachableDatabase extends AbstractFailureAnalyzer<SQLException> {

    private final Environment environment;

    UnreachableDatabase(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
        var known = DatabaseProblem.known(cause, environment.getProperty("spring.datasource.url"));
        return known == null ? null : new FailureAnalysis(known, null, cause);
    }
}
