package io.mainstay.auth;

import io.mainstay.auth.SigningKey.State;
import io.mainstay.securitylog.SecurityEventType;
import io.mainstay.securitylog.SecurityLog;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Lets keys follow each other so that nobody notices: a key is published before it signs, and stays published until
/// the last token that it signed has expired. Each step is one transaction under the keys' lock.
@Component
class SigningKeyRotation {

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeyRotation.class);
    /// For clocks of databases that took each other's place, and answers on their way.
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final SigningKeyStore store;
    private final SigningKeys keys;
    private final TransactionTemplate transaction;
    private final SigningKeySettings settings;
    private final SecurityLog log;
    private final Duration stillNeeded;

    SigningKeyRotation(SigningKeyStore store, SigningKeys keys, TransactionTemplate transaction,
            SigningKeySettings settings, AuthSettings auth, SecurityLog log) {
        this.store = store;
        this.keys = keys;
        this.transaction = transaction;
        this.settings = settings;
        this.log = log;
        this.stillNeeded = SigningKeys.TRUST.plus(auth.accessTokenLifetime()).plus(auth.clockLeeway()).plus(MARGIN);
    }

    /// Does what is due: forgets retired keys, lets the pending one sign, publishes the next one.
    void advance() {
        changed(() -> {
            if (store.deleteRetired(stillNeeded) > 0) {
                LOG.info("Forgot a signing key whose last token has expired");
            }
            if (store.isIn(State.PENDING, settings.lead())) {
                store.move(State.ACTIVE, State.RETIRED);
                store.move(State.PENDING, State.ACTIVE);
                LOG.info("Access tokens are signed by the next key now");
            }
            if (!store.has(State.PENDING) && store.isIn(State.ACTIVE, settings.rotation())) {
                publish();
            }
        });
    }

    /// Publishes the next key, which signs after the lead; nothing if one waits for that already.
    void begin() {
        changed(() -> {
            if (!store.has(State.PENDING)) {
                publish();
            }
        });
    }

    /// For a key that somebody else may know: all keys go at once, and with them every access token that is under way.
    /// Sessions stay; each gets another access token by its next refresh.
    void replaceAll() {
        changed(() -> {
            store.deleteAll();
            var kid = store.add(State.ACTIVE);
            log.note(SecurityEventType.SIGNING_KEYS_REPLACED, null, null, Map.of("kid", kid));
            LOG.warn("All signing keys were taken away; {} signs now", kid);
        });
    }

    private void publish() {
        var kid = store.add(State.PENDING);
        log.note(SecurityEventType.SIGNING_KEY_PUBLISHED, null, null, Map.of("kid", kid));
        LOG.info("Published the next signing key, {}", kid);
    }

    private void changed(Runnable step) {
        transaction.executeWithoutResult(_ -> {
            store.lock();
            step.run();
        });
        keys.read();
    }
}
