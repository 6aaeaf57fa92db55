package io.mainstay.authorization;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says at start-up which endpoint is undeclared, instead of a stack trace.
class UndeclaredEndpointAnalyzer extends AbstractFailureAnalyzer<UndeclaredEndpoint> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UndeclaredEndpoint cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()),
                "Declare who may call it, on the controller's method.", cause);
    }
}
