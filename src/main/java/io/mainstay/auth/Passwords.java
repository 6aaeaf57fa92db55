package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.problem.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Replaces passwords.
@Service
class Passwords {

    private final AccountStore accounts;
    private final Credentials credentials;
    private final NewPasswords newPasswords;
    private final Sessions sessions;
    private final List<PasswordObserver> observers;
    private final AccountNews news;
    private final TransactionTemplate transaction;

    Passwords(AccountStore accounts, Credentials credentials, NewPasswords newPasswords, Sessions sessions,
            List<PasswordObserver> observers, AccountNews news, TransactionTemplate transaction) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.newPasswords = newPasswords;
        this.sessions = sessions;
        this.observers = observers;
        this.news = news;
        this.transaction = transaction;
    }

    /// Ends the account's sessions but this one too, and the applications' authorizations: whoever else knew the old
    /// password is out, and so is whatever they let in.
    ///
    /// @throws Refusal `wrong-password`, also if it was replaced meanwhile; `validation-failed` if the new one is a common
    /// one; `too-many-attempts`
    void change(AccountId id, SessionId session, AccountController.PasswordChange change, Origin origin) {
        var login = credentials.confirm(id, change.currentPassword(), origin);
        var hash = newPasswords.hash(change.newPassword(), login.email(), "/newPassword");
        transaction.executeWithoutResult(_ -> {
            if (!accounts.replacePassword(id, login.passwordHash(), hash)) {
                throw Credentials.wrongPassword();
            }
            replaced(id, session, "change", origin);
        });
    }

    /// What goes with every replaced password, in its transaction.
    ///
    /// @param kept the one session that stays, if any
    /// @param by `change` or `reset`
    void replaced(AccountId id, @Nullable SessionId kept, String by, Origin origin) {
        sessions.endOthers(id, kept, SessionStore.EndReason.PASSWORD, origin);
        observers.forEach(observer -> observer.replaced(id));
        news.passwordReplaced(id, by, origin);
    }
}
