package io.mainstay.auth;

import io.mainstay.http.Origin;
import io.mainstay.problem.Refusal;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Ends the change of an e-mail address, by the click on the link that was sent to the new one.
@Service
class ConfirmEmail {

    private final AccountStore accounts;
    private final EmailChangeStore store;
    private final Sessions sessions;
    private final Announcements announcements;
    private final TransactionTemplate transaction;

    ConfirmEmail(AccountStore accounts, EmailChangeStore store, Sessions sessions, Announcements announcements,
            TransactionTemplate transaction) {
        this.accounts = accounts;
        this.store = store;
        this.sessions = sessions;
        this.announcements = announcements;
        this.transaction = transaction;
    }

    /// Logs out everywhere but where the change was asked for. The links that were sent to the old address die.
    ///
    /// @throws Refusal `email-change-invalid` if the token is unknown, used, or its time is over; also if the address is
    /// another account's, which is not told apart
    void confirm(OneTimeToken token, Origin origin) {
        var id = store.accountOf(token).orElseThrow(ConfirmEmail::invalid);
        try {
            transaction.executeWithoutResult(_ -> {
                var before = accounts.findForUpdate(id).orElseThrow(ConfirmEmail::invalid);
                var change = store.use(token).orElseThrow(ConfirmEmail::invalid);
                accounts.changeEmail(id, change.email());
                sessions.endOthers(id, change.session(), SessionStore.EndReason.EMAIL, origin);
                announcements.emailChanged(before, origin);
            });
        } catch (DuplicateKeyException _) {
            // the constraint decides, whoever came first
            throw invalid();
        }
    }

    private static Refusal invalid() {
        return new Refusal(AuthProblems.EMAIL_CHANGE_INVALID, "It is unknown, was used, or its time is over.");
    }
}
