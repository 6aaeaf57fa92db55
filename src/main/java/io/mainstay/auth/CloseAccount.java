package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.problem.Refusal;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Closes an account for good: what it tells of its person is erased, its sessions end everywhere, and its id stays as a
/// name for orders, payments and ledger entries, which the law wants kept.
@Service
class CloseAccount {

    private final AccountStore accounts;
    private final Credentials credentials;
    private final Sessions sessions;
    private final List<ClosingObserver> observers;
    private final Announcements announcements;
    private final TransactionTemplate transaction;

    CloseAccount(AccountStore accounts, Credentials credentials, Sessions sessions, List<ClosingObserver> observers,
            Announcements announcements, TransactionTemplate transaction) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.sessions = sessions;
        this.observers = observers;
        this.announcements = announcements;
        this.transaction = transaction;
    }

    /// @throws Refusal `wrong-password`, `too-many-attempts`, or what an observer has against it
    void close(AccountId id, Password current, Origin origin) {
        var _ = credentials.confirm(id, current, origin);
        transaction.executeWithoutResult(_ -> {
            var before = accounts.findForUpdate(id).orElseThrow(Credentials::gone);
            observers.forEach(observer -> observer.closing(id));
            sessions.endOthers(id, null, SessionStore.EndReason.CLOSED, null);
            sessions.eraseOrigins(id);
            accounts.close(id);
            announcements.closed(before);
        });
    }
}
