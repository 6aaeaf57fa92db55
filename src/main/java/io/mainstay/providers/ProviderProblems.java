package io.mainstay.providers;

import io.mainstay.problem.ProblemType;
import org.springframework.http.HttpStatus;

/// The problems that a provider's webhook can meet.
final class ProviderProblems {

    /// Not a 401: there is nothing to log in with, and providers call 400 what they were answered to a bad signature.
    static final ProblemType WEBHOOK_UNVERIFIED = new ProblemType("webhook-unverified", HttpStatus.BAD_REQUEST,
            "The webhook is not from the provider", "Sign the body with the current secret, and send it within five "
                    + "minutes; nothing was kept of this one.");

    private ProviderProblems() {}
}
