package io.mainstay.factors;

import io.mainstay.problem.ProblemType;
import org.springframework.http.HttpStatus;

/// The problems of adding and removing factors.
final class FactorProblems {

    static final ProblemType TOTP_ACTIVE = new ProblemType("totp-active", HttpStatus.CONFLICT,
            "There is an authenticator app already", "Remove it first.");
    static final ProblemType TOTP_REFUSED = new ProblemType("totp-refused", HttpStatus.UNPROCESSABLE_CONTENT,
            "The code does not fit", "Send the app's newest code soon after beginning, or begin again.");
    static final ProblemType NO_FACTOR = new ProblemType("no-factor", HttpStatus.CONFLICT,
            "There is no second factor", "Add an authenticator app or a passkey first.");
    static final ProblemType PASSKEY_INVALID = new ProblemType("passkey-invalid", HttpStatus.UNPROCESSABLE_CONTENT,
            "The passkey's answer is not valid", "Ask for another challenge and create it again on our own pages.");
    static final ProblemType PASSKEY_REGISTERED = new ProblemType("passkey-registered", HttpStatus.CONFLICT,
            "The passkey is registered already", "Use another authenticator.");
    static final ProblemType TOO_MANY_PASSKEYS = new ProblemType("too-many-passkeys", HttpStatus.CONFLICT,
            "The account has as many passkeys as it may", "Remove one first.");

    private FactorProblems() {}
}
