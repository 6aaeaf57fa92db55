package io.mainstay;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/// Says in one line why the program cannot start, instead of Spring Boot's block of lines, which `application.yaml`
/// switches off.
final class StartUpFailureLine implements FailureAnalysisReporter {

    @Override
    public void report(FailureAnalysis analysis) {
        LoggerFactory.getLogger(Mainstay.class).error(line(analysis.getDescription(), analysis.getAction()));
    }

    static String line(String description, @Nullable String action) {
        return "Cannot start: " + OneLine.of(description + (action == null ? "" : " " + action));
    }
}
