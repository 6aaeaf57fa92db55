package io.mainstay.organizations;

import io.mainstay.messaging.Worker;
import org.springframework.scheduling.annotation.Scheduled;

/// Forgets invitations that nobody accepted in time, and with them the addresses, a bounded batch at a time.
@Worker
class InvitationCleanup {

    private static final int BATCH = 1000;
    private static final int BATCHES = 100;

    private final InvitationStore store;

    InvitationCleanup(InvitationStore store) {
        this.store = store;
    }

    @Scheduled(initialDelayString = "PT9M", fixedDelayString = "PT1H")
    void forgetExpiredInvitations() {
        for (var batch = 0; batch < BATCHES; batch++) {
            if (store.deleteExpired(BATCH) < BATCH) {
                return;
            }
        }
    }
}
