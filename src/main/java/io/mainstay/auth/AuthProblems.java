package io.mainstay.auth;

import io.mainstay.problem.ProblemType;
import org.springframework.http.HttpStatus;

/// The problems of proving who one is.
final class AuthProblems {

    static final ProblemType INVALID_CREDENTIALS = new ProblemType("invalid-credentials", HttpStatus.UNAUTHORIZED,
            "Wrong e-mail address or password", "Correct them; which of the two is wrong is not told.");
    static final ProblemType WRONG_PASSWORD = new ProblemType("wrong-password", HttpStatus.UNPROCESSABLE_CONTENT,
            "The current password is wrong", "Send the password that you log in with now.");
    static final ProblemType PASSWORD_RESET_INVALID = new ProblemType("password-reset-invalid",
            HttpStatus.UNPROCESSABLE_CONTENT, "The link does not work",
            "Use the link of the newest mail, once and within its time, or ask for another.");
    static final ProblemType INVALID_REFRESH_TOKEN = new ProblemType("invalid-refresh-token", HttpStatus.UNAUTHORIZED,
            "The session is over", "Log in again.");
    static final ProblemType CSRF_TOKEN_INVALID = new ProblemType("csrf-token-invalid", HttpStatus.FORBIDDEN,
            "The request may be another site's",
            "Send the session's csrfToken as X-CSRF-Token, from a page of this system.");
    static final ProblemType EMAIL_NOT_VERIFIED = new ProblemType("email-not-verified", HttpStatus.FORBIDDEN,
            "The e-mail address is not verified", "Follow the link in the mail that came after registering.");
    static final ProblemType VERIFICATION_INVALID = new ProblemType("verification-invalid",
            HttpStatus.UNPROCESSABLE_CONTENT, "The link does not work",
            "Use the link of the newest mail, within its time and whole.");

    private AuthProblems() {}
}
