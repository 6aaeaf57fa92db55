package io.mainstay.signin;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.messaging.Outbox;
import io.mainstay.securitylog.SecurityEventType;
import io.mainstay.securitylog.SecurityLog;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Notes what an account can be signed in to with, and tells its owner, in case it was somebody else.
@Component
class IdentityNews {

    private final Outbox outbox;
    private final SecurityLog log;

    IdentityNews(Outbox outbox, SecurityLog log) {
        this.outbox = outbox;
        this.log = log;
    }

    /// The message `account.factorsChanged`, version 1.
    private record FactorsChanged(AccountId accountId, String change) {

        static final String TYPE = "account.factorsChanged";
        static final int VERSION = 1;
    }

    /// With a new account, whose owner it is.
    @Transactional(propagation = Propagation.MANDATORY)
    public void began(AccountId account, String issuer, Origin origin) {
        log.note(SecurityEventType.IDENTITY_LINKED, account, origin, Map.of("issuer", issuer));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void linked(AccountId account, String issuer, Origin origin) {
        log.note(SecurityEventType.IDENTITY_LINKED, account, origin, Map.of("issuer", issuer));
        tell(account, "identityLinked");
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void unlinked(AccountId account, String issuer, Origin origin) {
        log.note(SecurityEventType.IDENTITY_UNLINKED, account, origin, Map.of("issuer", issuer));
        tell(account, "identityUnlinked");
    }

    private void tell(AccountId account, String change) {
        outbox.publish(FactorsChanged.TYPE, FactorsChanged.VERSION, account.toString(),
                new FactorsChanged(account, change));
    }
}
