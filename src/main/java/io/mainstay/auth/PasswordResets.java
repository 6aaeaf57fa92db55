package io.mainstay.auth;

import io.mainstay.http.Origin;
import io.mainstay.problem.Refusal;
import io.mainstay.throttling.Throttle;
import io.mainstay.throttling.ThrottledAction;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Gives people who forgot their password another.
@Service
class PasswordResets {

    private static final ThrottledAction REQUEST = new ThrottledAction("password-reset");

    private final AccountStore accounts;
    private final NewPasswords newPasswords;
    private final Passwords passwords;
    private final PasswordResetStore store;
    private final Throttle throttle;
    private final TransactionTemplate transaction;

    PasswordResets(AccountStore accounts, NewPasswords newPasswords, Passwords passwords, PasswordResetStore store,
            Throttle throttle, TransactionTemplate transaction) {
        this.accounts = accounts;
        this.newPasswords = newPasswords;
        this.passwords = passwords;
        this.store = store;
        this.throttle = throttle;
        this.transaction = transaction;
    }

    /// Does the same for every address; [PasswordResetMails] looks whose it is.
    ///
    /// @throws Refusal `too-many-attempts`: each request counts, since none can be told from one of a stranger
    void request(EmailAddress email, Origin origin) {
        var _ = throttle.admit(REQUEST, email.value(), origin);
        store.request(email, origin);
    }

    /// Gives the account whose token it is another password, and ends all of its sessions.
    ///
    /// @throws Refusal `password-reset-invalid` if the token is unknown, used, or its time is over; `validation-failed`
    /// if the password is a common one
    void confirm(OneTimeToken token, Password wanted, Origin origin) {
        var id = store.accountOf(token).orElseThrow(PasswordResets::invalid);
        var account = accounts.find(id).orElseThrow(PasswordResets::invalid);
        var hash = newPasswords.hash(wanted, new EmailAddress(account.email()), "/newPassword");
        transaction.executeWithoutResult(_ -> {
            // the account first, then its tokens: two links of one account in use at once can't wait for each other
            var _ = accounts.findForUpdate(id).orElseThrow(PasswordResets::invalid);
            if (!store.use(id, token)) {
                throw invalid();
            }
            accounts.setPassword(id, hash);
            passwords.replaced(id, null, "reset", origin);
        });
    }

    private static Refusal invalid() {
        return new Refusal(AuthProblems.PASSWORD_RESET_INVALID, "It is unknown, was used, or its time is over.");
    }
}
