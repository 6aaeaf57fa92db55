package io.mainstay.factors;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import io.mainstay.messaging.Outbox;
import io.mainstay.securitylog.SecurityLog;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Changes an account's factors one after the other, and tells the account's owner and the security log.
@Component
class FactorChanges {

    private final Holders holders;
    private final Outbox outbox;
    private final SecurityLog log;
    private final TransactionTemplate transaction;

    FactorChanges(Holders holders, Outbox outbox, SecurityLog log, TransactionTemplate transaction) {
        this.holders = holders;
        this.outbox = outbox;
        this.log = log;
        this.transaction = transaction;
    }

    /// Does it in one transaction that no other change of the account's factors runs beside.
    <T> T of(AccountId account, Supplier<T> change) {
        return transaction.execute(_ -> {
            holders.lock(account);
            return change.get();
        });
    }

    /// In the transaction of the change.
    ///
    /// @param detail ids of what changed, without secrets and names
    void tell(AccountId account, FactorChange change, Origin origin, Map<String, String> detail) {
        outbox.publish(FactorsChanged.TYPE, FactorsChanged.VERSION, account.toString(),
                new FactorsChanged(account, change.toString()));
        log.note(change.event(), account, origin, detail);
    }
}
