package io.mainstay.auth;

import io.mainstay.problem.Refusal;
import org.springframework.stereotype.Service;

/// Turns an e-mail address and its password into an access token.
@Service
class Sessions {

    private final AccountStore accounts;
    private final PasswordHashing hashing;
    private final AccessTokens tokens;

    Sessions(AccountStore accounts, PasswordHashing hashing, AccessTokens tokens) {
        this.accounts = accounts;
        this.hashing = hashing;
        this.tokens = tokens;
    }

    /// @throws Refusal `invalid-credentials`, or `email-not-verified` to who knows the password
    AccessTokens.Issued start(EmailAddress email, Password password) {
        var login = accounts.login(email);
        if (login.isEmpty()) {
            hashing.compareWithNobody(password);
            throw invalidCredentials();
        }
        if (!hashing.matches(password, login.get().passwordHash())) {
            throw invalidCredentials();
        }
        if (!login.get().verified()) {
            throw new Refusal(AuthProblems.EMAIL_NOT_VERIFIED, "Follow the link in the mail first.");
        }
        return tokens.issue(login.get().id());
    }

    private static Refusal invalidCredentials() {
        return new Refusal(AuthProblems.INVALID_CREDENTIALS, "No account has this e-mail address and password.");
    }
}
