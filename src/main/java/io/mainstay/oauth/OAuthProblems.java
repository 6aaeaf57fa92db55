package io.mainstay.oauth;

import io.mainstay.problem.ProblemType;
import org.springframework.http.HttpStatus;

/// The problems of managing clients and authorizations. The endpoints below `/oauth2` answer with OAuth's own errors.
final class OAuthProblems {

    static final ProblemType CLIENT_DISABLED = new ProblemType("oauth-client-disabled", HttpStatus.CONFLICT,
            "The client is disabled", "Register another one; a disabled client never comes back.");
    static final ProblemType NO_SECRET = new ProblemType("oauth-client-public", HttpStatus.CONFLICT,
            "The client has no secret", "Register a confidential client if it can keep a secret.");
    static final ProblemType TOO_MANY_CLIENTS = new ProblemType("oauth-client-limit", HttpStatus.CONFLICT,
            "There are too many clients", "Raise mainstay.oauth.max-clients.");

    private OAuthProblems() {}
}
