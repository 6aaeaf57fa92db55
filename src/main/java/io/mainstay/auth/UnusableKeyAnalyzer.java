package io.mainstay.auth;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says at start-up what is wrong with the key, instead of a stack trace.
class UnusableKeyAnalyzer extends AbstractFailureAnalyzer<UnusableKey> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnusableKey cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()),
                "Set it to base64 of 32 random bytes (openssl rand -base64 32), the same for all instances and for as long as the database lives.",
                cause);
    }
}
