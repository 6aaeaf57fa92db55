package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.mainstay.throttling.Admission;
import io.mainstay.throttling.Throttle;
import io.mainstay.throttling.ThrottledAction;
import org.springframework.stereotype.Component;

/// Compares passwords, as slowly as guessers deserve: a try is counted before the costly hash is made. Call it outside
/// of transactions.
@Component
class Credentials {

    private static final ThrottledAction SIGN_IN = new ThrottledAction("sign-in");
    private static final ThrottledAction CONFIRMATION = new ThrottledAction("password-confirmation");

    private final AccountStore accounts;
    private final PasswordHashing hashing;
    private final Throttle throttle;
    private final AccountNews news;

    Credentials(AccountStore accounts, PasswordHashing hashing, Throttle throttle, AccountNews news) {
        this.accounts = accounts;
        this.hashing = hashing;
        this.throttle = throttle;
        this.news = news;
    }

    /// The same statements, the same hash and the same note, whether the address has an account or not.
    ///
    /// @throws Refusal `too-many-attempts`, `invalid-credentials`, or `email-not-verified` to who knows the password
    AccountStore.Login check(EmailAddress email, Password password, Origin origin) {
        var admission = throttle.admit(SIGN_IN, email.value(), origin);
        var login = accounts.login(email);
        var hash = login.map(AccountStore.Login::passwordHash).orElseGet(hashing::ofNobody);
        var id = login.map(AccountStore.Login::id).orElse(null);
        if (!matches(password, hash, admission) || login.isEmpty()) {
            news.signInRefused(email, id, origin, "credentials");
            throw invalid();
        }
        throttle.passed(admission);
        if (!login.get().verified()) {
            news.signInRefused(email, id, origin, "notVerified");
            throw new Refusal(AuthProblems.EMAIL_NOT_VERIFIED, "Follow the link in the mail first.");
        }
        return login.get();
    }

    /// For somebody who is signed in already: the holder of a stolen session shall not guess on.
    ///
    /// @throws Refusal `too-many-attempts`, `wrong-password`
    AccountStore.Login confirm(AccountId id, Password password, Origin origin) {
        var login = accounts.login(id).orElseThrow(Credentials::gone);
        var admission = throttle.admit(CONFIRMATION, id.toString(), origin);
        if (!matches(password, login.passwordHash(), admission)) {
            news.passwordRefused(id, origin);
            throw wrongPassword();
        }
        throttle.passed(admission);
        return login;
    }

    static Refusal invalid() {
        return new Refusal(AuthProblems.INVALID_CREDENTIALS, "No account has this e-mail address and password.");
    }

    static Refusal wrongPassword() {
        return new Refusal(AuthProblems.WRONG_PASSWORD, "The account has another password.");
    }

    static Refusal gone() {
        return new Refusal(HttpProblems.NOT_FOUND, "The account does not exist any more.");
    }

    private boolean matches(Password password, String hash, Admission admission) {
        try {
            return hashing.matches(password, hash);
        } catch (Refusal busy) {
            throttle.withdraw(admission);
            throw busy;
        }
    }
}
