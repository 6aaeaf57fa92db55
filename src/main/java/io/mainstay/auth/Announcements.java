package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.messaging.Outbox;
import io.mainstay.securitylog.SecurityEventType;
import io.mainstay.securitylog.SecurityLog;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What is told of an account's change, in the transaction of the change: to its person by mail, to other modules, and to
/// the security log.
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Announcements {

    private static final int VERSION = 1;

    private final Outbox outbox;
    private final SecurityLog log;

    Announcements(Outbox outbox, SecurityLog log) {
        this.outbox = outbox;
        this.log = log;
    }

    /// `account.emailChangeRequested`: a link goes to the new address.
    record EmailChangeRequested(AccountId accountId, String newEmail, String name, String token) {

        /// Without the secret and personal data.
        @Override
        public String toString() {
            return "EmailChangeRequested[accountId=" + accountId + "]";
        }
    }

    /// `account.emailChangeAnnounced`: the present address has to hear of it, in case it was somebody else.
    record EmailChangeAnnounced(AccountId accountId) {}

    /// `account.emailChanged`: so has the address that was replaced.
    record EmailChanged(AccountId accountId, String previousEmail, String name) {

        @Override
        public String toString() {
            return "EmailChanged[accountId=" + accountId + "]";
        }
    }

    /// `account.closed`: whoever keeps something for the account lets it go.
    record AccountClosed(AccountId accountId) {}

    /// `account.farewellRequested`: one last mail, to an address that the account doesn't hold any more.
    record FarewellRequested(AccountId accountId, String email, String name) {

        @Override
        public String toString() {
            return "FarewellRequested[accountId=" + accountId + "]";
        }
    }

    public void emailChangeRequested(Account account, EmailAddress wanted, OneTimeToken token, Origin origin) {
        publish("account.emailChangeRequested", account.id(),
                new EmailChangeRequested(account.id(), wanted.value(), account.name(), token.value()));
        publish("account.emailChangeAnnounced", account.id(), new EmailChangeAnnounced(account.id()));
        log.note(SecurityEventType.EMAIL_CHANGE_REQUESTED, account.id(), origin, Map.of());
    }

    /// @param before with the address that was replaced
    public void emailChanged(Account before, Origin origin) {
        publish("account.emailChanged", before.id(), new EmailChanged(before.id(), before.email(), before.name()));
        log.note(SecurityEventType.EMAIL_CHANGED, before.id(), origin, Map.of());
    }

    /// @param before with what has been erased
    public void closed(Account before) {
        publish("account.closed", before.id(), new AccountClosed(before.id()));
        publish("account.farewellRequested", before.id(),
                new FarewellRequested(before.id(), before.email(), before.name()));
        // without an origin: where its person was is erased everywhere else
        log.note(SecurityEventType.ACCOUNT_CLOSED, before.id(), null, Map.of());
    }

    private void publish(String type, AccountId account, Record payload) {
        outbox.publish(type, VERSION, account.toString(), payload);
    }
}
