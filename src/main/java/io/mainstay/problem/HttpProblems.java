package io.mainstay.problem;

import org.springframework.http.HttpStatus;

/// The problems that any request can meet, in the order in which they are looked for.
public final class HttpProblems {

    public static final ProblemType MALFORMED_REQUEST = new ProblemType("malformed-request", HttpStatus.BAD_REQUEST,
            "The request cannot be read", "Correct the syntax; errors[] points at the place where it is known.");
    public static final ProblemType UNAUTHENTICATED = new ProblemType("unauthenticated", HttpStatus.UNAUTHORIZED,
            "Not signed in", "Send a valid access token as a Bearer token; log in again if it has expired.");
    public static final ProblemType FORBIDDEN = new ProblemType("forbidden", HttpStatus.FORBIDDEN,
            "Not permitted", "Ask an administrator for the permission that the detail names.");
    public static final ProblemType CONFIRMATION_REQUIRED = new ProblemType("confirmation-required",
            HttpStatus.UNAUTHORIZED, "Show again who you are",
            "Send a code, a passkey's answer or the password to /v1/sessions/current/confirm, then repeat it with the new token.");
    public static final ProblemType NOT_FOUND = new ProblemType("not-found", HttpStatus.NOT_FOUND,
            "No such thing", "Check the address and the id; what belongs to others looks like this too.");
    public static final ProblemType METHOD_NOT_ALLOWED = new ProblemType("method-not-allowed",
            HttpStatus.METHOD_NOT_ALLOWED, "The method is not supported here", "Use one of the methods in Allow.");
    public static final ProblemType NOT_ACCEPTABLE = new ProblemType("not-acceptable", HttpStatus.NOT_ACCEPTABLE,
            "No acceptable representation", "Accept application/json.");
    public static final ProblemType CONFLICT = new ProblemType("conflict", HttpStatus.CONFLICT,
            "Changed by another request meanwhile", "Read it again and repeat the request.");
    public static final ProblemType PRECONDITION_FAILED = new ProblemType("precondition-failed",
            HttpStatus.PRECONDITION_FAILED, "The version has changed", "Read it again and send its new ETag.");
    public static final ProblemType CONTENT_TOO_LARGE = new ProblemType("content-too-large",
            HttpStatus.CONTENT_TOO_LARGE, "The body is too large", "Send less; the detail names the limit.");
    public static final ProblemType UNSUPPORTED_MEDIA_TYPE = new ProblemType("unsupported-media-type",
            HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The content type is not supported", "Send application/json.");
    public static final ProblemType VALIDATION_FAILED = new ProblemType("validation-failed",
            HttpStatus.UNPROCESSABLE_CONTENT, "The request has invalid values",
            "Correct the values that errors[] points at.");
    public static final ProblemType PRECONDITION_REQUIRED = new ProblemType("precondition-required",
            HttpStatus.PRECONDITION_REQUIRED, "If-Match is required", "Read it first and send its ETag as If-Match.");
    public static final ProblemType INTERNAL_ERROR = new ProblemType("internal-error",
            HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side",
            "Repeat it with the same Idempotency-Key; report the requestId if it stays.");
    public static final ProblemType UNAVAILABLE = new ProblemType("unavailable", HttpStatus.SERVICE_UNAVAILABLE,
            "Temporarily unavailable", "Repeat it after Retry-After, with the same Idempotency-Key.");

    private HttpProblems() {}
}
