package io.mainstay.problem;

import java.util.Map;

/// Says no to a request that was understood, and undoes the surrounding transaction.
///
/// The detail reaches the client: it names what to change and holds no secret.
public class Refusal extends RuntimeException {

    /// A member with this name is also sent as the header `Retry-After`.
    public static final String RETRY_AFTER_SECONDS = "retryAfterSeconds";

    /// A member with this name is also sent as `max_age` of `WWW-Authenticate`, with the error of RFC 9470.
    public static final String MAX_AGE_SECONDS = "maxAgeSeconds";

    private final transient ProblemType type;
    private final String detail;
    private final transient Map<String, Object> members;

    public Refusal(ProblemType type, String detail) {
        this(type, detail, Map.of());
    }

    /// @param members further members of the problem document, by name; values are JSON-able
    public Refusal(ProblemType type, String detail, Map<String, Object> members) {
        super(detail);
        this.type = type;
        this.detail = detail;
        this.members = Map.copyOf(members);
    }

    public final ProblemType type() {
        return type;
    }

    public final String detail() {
        return detail;
    }

    public final Map<String, Object> members() {
        return members;
    }

    /// The stack of a refusal is never read, and making it costs more than the rest of the answer.
    @Override
    public final synchronized Throwable fillInStackTrace() {
        return this;
    }
}
