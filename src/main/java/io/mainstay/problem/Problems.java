package io.mainstay.problem;

import java.util.List;
import java.util.Map;

import org.slf4j.MDC;
import org.springframework.http.ProblemDetail;

/// Makes problem documents: `type, title, status, detail, code, requestId` and, for invalid input, `errors`.
/// Source: RFC 9457.
public final class Problems {

    /// The logging context's key that holds the request's id.
    public static final String REQUEST_ID = "requestId";

    private Problems() {}

    /// One value of the request that is wrong.
    ///
    /// @param pointer a JSON Pointer (RFC 6901) into the body, or `#name` of a parameter
    /// @param detail what is wrong with it, without repeating it
    public record Violation(String pointer, String detail) {}

    public static ProblemDetail of(Refusal refusal) {
        return of(refusal.type(), refusal.detail(), refusal.members());
    }

    public static ProblemDetail of(ProblemType type, String detail) {
        return of(type, detail, Map.of());
    }

    public static ProblemDetail of(ProblemType type, String detail, List<Violation> errors) {
        return of(type, detail, Map.of("errors", errors));
    }

    public static ProblemDetail of(ProblemType type, String detail, Map<String, Object> members) {
        var problem = ProblemDetail.forStatusAndDetail(type.status(), detail);
        problem.setType(type.uri());
        problem.setTitle(type.title());
        problem.setProperty("code", type.code());
        members.forEach(problem::setProperty);
        var requestId = MDC.get(REQUEST_ID);
        if (requestId != null) {
            problem.setProperty("requestId", requestId);
        }
        return problem;
    }
}
