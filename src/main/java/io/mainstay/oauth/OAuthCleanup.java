package io.mainstay.oauth;

import io.mainstay.messaging.Worker;
import java.time.Duration;
import java.util.function.IntUnaryOperator;
import org.springframework.scheduling.annotation.Scheduled;

/// Forgets authorizations that were over long ago, and counts of a time that is over, a bounded batch at a time.
@Worker
class OAuthCleanup {

    /// Longer than any access token lives, so that every instance has learned what ended.
    private static final Duration KEEP = Duration.ofDays(1);
    private static final int BATCH = 1000;
    private static final int BATCHES = 100;

    private final GivenAuthorizations authorizations;
    private final UserCodeAttempts attempts;

    OAuthCleanup(GivenAuthorizations authorizations, UserCodeAttempts attempts) {
        this.authorizations = authorizations;
        this.attempts = attempts;
    }

    @Scheduled(initialDelayString = "PT9M", fixedDelayString = "PT15M")
    void forgetWhatIsOver() {
        inBatches(limit -> authorizations.deleteOver(KEEP, limit));
        inBatches(attempts::deleteOld);
    }

    private static void inBatches(IntUnaryOperator delete) {
        for (var batch = 0; batch < BATCHES; batch++) {
            if (delete.applyAsInt(BATCH) < BATCH) {
                return;
            }
        }
    }
}
