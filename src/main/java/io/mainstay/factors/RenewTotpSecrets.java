package io.mainstay.factors;

import io.mainstay.auth.StoredSecrets;
import io.mainstay.caller.AccountId;
import io.mainstay.messaging.Worker;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/// Encrypts the secrets of authenticator apps anew after the configured key was changed, so that the one before can be
/// taken away. Does nothing while no previous key is configured. Several workers may do so at once.
@Worker
class RenewTotpSecrets {

    private static final Logger LOG = LoggerFactory.getLogger(RenewTotpSecrets.class);
    private static final int BATCH = 500;

    private final TotpStore store;
    private final StoredSecrets secrets;

    RenewTotpSecrets(TotpStore store, StoredSecrets secrets) {
        this.store = store;
        this.secrets = secrets;
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1H")
    void renew() {
        if (!secrets.isChangingKeys()) {
            return;
        }
        var renewed = 0;
        var lost = 0;
        var last = new AccountId(new UUID(0, 0));
        for (var batch = store.secretsAfter(last, BATCH); !batch.isEmpty(); batch = store.secretsAfter(last, BATCH)) {
            for (var stored : batch) {
                try {
                    renewed += renew(stored) ? 1 : 0;
                } catch (RuntimeException unreadable) {
                    LOG.atWarn().setCause(unreadable).log("An authenticator app's secret is under neither key");
                    lost++;
                }
            }
            last = batch.getLast().account();
        }
        LOG.info(
                "All secrets of authenticator apps were looked at: {} are under the new key since now, {} can't be read",
                renewed, lost);
    }

    private boolean renew(TotpStore.Stored stored) {
        return secrets.renewed(stored.secret(), TotpFactor.name(stored.account()))
                .filter(secret -> store.replaceSecret(stored, secret)).isPresent();
    }
}
