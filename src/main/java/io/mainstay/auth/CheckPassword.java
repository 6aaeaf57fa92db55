package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.problem.Refusal;
import org.springframework.stereotype.Component;

/// Finds out whose account an e-mail address and a password are. A wrong password and an unknown address cost the same:
/// one look-up, one hash, one note. Never call it inside a transaction.
@Component
class CheckPassword {

    private static final String CREDENTIALS = "credentials";

    private final AccountStore accounts;
    private final PasswordHashing hashing;
    private final AccountNews news;

    CheckPassword(AccountStore accounts, PasswordHashing hashing, AccountNews news) {
        this.accounts = accounts;
        this.hashing = hashing;
        this.news = news;
    }

    /// @throws Refusal `invalid-credentials`, or `email-not-verified` to who knows the password
    AccountId of(EmailAddress email, Password password, Origin origin) {
        var login = accounts.login(email);
        if (login.isEmpty()) {
            hashing.compareWithNobody(password);
            news.signInRefused(email, null, origin, CREDENTIALS);
            throw invalidCredentials();
        }
        var id = login.get().id();
        if (!hashing.matches(password, login.get().passwordHash())) {
            news.signInRefused(email, id, origin, CREDENTIALS);
            throw invalidCredentials();
        }
        if (!login.get().verified()) {
            news.signInRefused(email, id, origin, "notVerified");
            throw new Refusal(AuthProblems.EMAIL_NOT_VERIFIED, "Follow the link in the mail first.");
        }
        return id;
    }

    private static Refusal invalidCredentials() {
        return new Refusal(AuthProblems.INVALID_CREDENTIALS, "No account has this e-mail address and password.");
    }
}
