package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.problem.Refusal;
import org.springframework.stereotype.Service;

/// Whether somebody knows an account's password. Hashes it: call it outside of transactions.
@Service
class PasswordCheck {

    private final AccountStore accounts;
    private final PasswordHashing hashing;

    PasswordCheck(AccountStore accounts, PasswordHashing hashing) {
        this.accounts = accounts;
        this.hashing = hashing;
    }

    /// @return whose password it is
    /// @throws Refusal `invalid-credentials`, or `email-not-verified` to who knows the password
    AccountId require(EmailAddress email, Password password) {
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
        return login.get().id();
    }

    boolean matches(AccountId account, Password password) {
        return accounts.find(account).flatMap(found -> accounts.login(new EmailAddress(found.email())))
                .filter(login -> hashing.matches(password, login.passwordHash())).isPresent();
    }

    private static Refusal invalidCredentials() {
        return new Refusal(AuthProblems.INVALID_CREDENTIALS, "No account has this e-mail address and password.");
    }
}
