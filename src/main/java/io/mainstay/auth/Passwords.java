package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.messaging.Outbox;
import io.mainstay.problem.Refusal;
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
    private final Outbox outbox;
    private final TransactionTemplate transaction;

    Passwords(AccountStore accounts, Credentials credentials, NewPasswords newPasswords, Sessions sessions,
            Outbox outbox, TransactionTemplate transaction) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.newPasswords = newPasswords;
        this.sessions = sessions;
        this.outbox = outbox;
        this.transaction = transaction;
    }

    /// Ends the account's sessions but this one too: whoever else knew the old password is out.
    ///
    /// @throws Refusal `wrong-password`, also if it was replaced meanwhile; `validation-failed` if the new one is a common
    /// one; `too-many-attempts`
    void change(AccountId id, SessionId session, Password current, Password wanted, Origin origin) {
        var login = credentials.confirm(id, current, origin);
        var hash = newPasswords.hash(wanted, login.email(), "/newPassword");
        transaction.executeWithoutResult(_ -> {
            if (!accounts.replacePassword(id, login.passwordHash(), hash)) {
                throw Credentials.wrongPassword();
            }
            replaced(id, session);
        });
    }

    /// What goes with every replaced password, in its transaction.
    ///
    /// @param kept the one session that stays, if any
    void replaced(AccountId id, @Nullable SessionId kept) {
        sessions.endOthers(id, kept, SessionStore.EndReason.PASSWORD);
        outbox.publish(PasswordChanged.TYPE, PasswordChanged.VERSION, id.toString(), new PasswordChanged(id));
    }
}
