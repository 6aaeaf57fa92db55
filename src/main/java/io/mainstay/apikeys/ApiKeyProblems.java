package io.mainstay.apikeys;

import io.mainstay.problem.ProblemType;
import org.springframework.http.HttpStatus;

/// What can be wrong with an API key or a service account.
final class ApiKeyProblems {

    static final ProblemType SCOPE_NOT_HELD = new ProblemType("scope-not-held", HttpStatus.FORBIDDEN,
            "Nobody can give away what they don't hold",
            "Leave out the scopes that the detail names, or ask an administrator for the permissions.");
    static final ProblemType TOO_MANY_KEYS = new ProblemType("too-many-api-keys", HttpStatus.CONFLICT,
            "The account has too many API keys", "Revoke one that is not needed.");
    static final ProblemType TOO_MANY_SERVICE_ACCOUNTS = new ProblemType("too-many-service-accounts",
            HttpStatus.CONFLICT, "There are too many service accounts", "Remove one that is not needed.");
    static final ProblemType UNKNOWN_SERVICE_ACCOUNT = new ProblemType("unknown-service-account",
            HttpStatus.UNPROCESSABLE_CONTENT, "There is no such service account",
            "Use the id of a service account of one's own that was not removed.");

    private ApiKeyProblems() {}
}
