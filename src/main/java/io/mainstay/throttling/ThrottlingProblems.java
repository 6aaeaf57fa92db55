package io.mainstay.throttling;

import io.mainstay.problem.ProblemType;
import org.springframework.http.HttpStatus;

/// What whoever guesses is told.
public final class ThrottlingProblems {

    public static final ProblemType TOO_MANY_ATTEMPTS = new ProblemType("too-many-attempts",
            HttpStatus.TOO_MANY_REQUESTS, "Too many attempts",
            "Wait for Retry-After; each further failure doubles the pause.");

    private ThrottlingProblems() {}
}
