package io.mainstay.oauth;

import io.mainstay.auth.Revocations;
import io.mainstay.auth.TokenSigning;
import java.util.UUID;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Which authorizations have ended, and which clients were disabled, while an access token that names them may still
/// live. No two of their ids are alike.
@Component
class EndedAuthorizations implements SmartLifecycle {

    private final Revocations<UUID> ended;

    EndedAuthorizations(AuthorizationStore store, TokenSigning tokens, OAuthSettings settings) {
        this.ended = new Revocations<>("ended-authorizations", store,
                tokens.accessTokenLifetime().plus(tokens.clockLeeway()), settings.revocationPoll());
    }

    boolean contains(UUID id) {
        return ended.contains(id);
    }

    /// What this instance has ended itself needs no asking; called in the transaction that ends it, or outside of any.
    void addAfterCommit(UUID id) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            ended.add(id);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                ended.add(id);
            }
        });
    }

    @Override
    public void start() {
        ended.start();
    }

    @Override
    public void stop() {
        ended.stop();
    }

    @Override
    public boolean isRunning() {
        return ended.isRunning();
    }

    @Override
    public int getPhase() {
        return ended.getPhase();
    }
}
