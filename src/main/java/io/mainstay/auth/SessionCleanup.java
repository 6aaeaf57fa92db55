package io.mainstay.auth;

import io.mainstay.messaging.Worker;
import java.time.Duration;
import org.springframework.scheduling.annotation.Scheduled;

/// Forgets sessions that were over long ago, a bounded batch at a time.
@Worker
class SessionCleanup {

    private static final Duration KEEP = Duration.ofDays(7);
    private static final int BATCH = 1000;
    private static final int BATCHES = 100;

    private final SessionStore store;

    SessionCleanup(SessionStore store) {
        this.store = store;
    }

    @Scheduled(initialDelayString = "PT7M", fixedDelayString = "PT1H")
    void forgetOldSessions() {
        for (var batch = 0; batch < BATCHES; batch++) {
            if (store.deleteOver(KEEP, BATCH) < BATCH) {
                return;
            }
        }
    }
}
