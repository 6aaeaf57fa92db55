package io.mainstay.idempotency;

import io.mainstay.problem.ProblemType;
import org.springframework.http.HttpStatus;

/// What can be wrong with an idempotency key.
public final class IdempotencyProblems {

    public static final ProblemType KEY_REQUIRED = new ProblemType("idempotency-key-required", HttpStatus.BAD_REQUEST,
            "An Idempotency-Key is required", "Make a new random key per intent and send it with every repeat.");
    public static final ProblemType KEY_INVALID = new ProblemType("idempotency-key-invalid", HttpStatus.BAD_REQUEST,
            "The Idempotency-Key is malformed", "Use 1 to 255 printable ASCII characters, for example a UUID.");
    public static final ProblemType KEY_REUSED = new ProblemType("idempotency-key-reused",
            HttpStatus.UNPROCESSABLE_CONTENT,
            "The Idempotency-Key belongs to another request", "Use a new key for a new request.");
    public static final ProblemType IN_FLIGHT = new ProblemType("request-in-flight", HttpStatus.CONFLICT,
            "The same request is being worked on", "Repeat it, with the same key, after Retry-After.");

    private IdempotencyProblems() {}
}
