package io.mainstay.auth;

import io.mainstay.messaging.Worker;
import org.springframework.scheduling.annotation.Scheduled;

/// Forgets log-ins that were never completed and failures that were long ago, a bounded batch at a time.
@Worker
class ProofCleanup {

    private static final int BATCH = 1000;
    private static final int BATCHES = 100;

    private final LoginChallenges challenges;
    private final ProofAttempts attempts;

    ProofCleanup(LoginChallenges challenges, ProofAttempts attempts) {
        this.challenges = challenges;
        this.attempts = attempts;
    }

    @Scheduled(initialDelayString = "PT3M", fixedDelayString = "PT10M")
    void forgetWhatIsOver() {
        for (var batch = 0; batch < BATCHES; batch++) {
            if (challenges.deleteExpired(BATCH) + attempts.deleteStale(BATCH) == 0) {
                return;
            }
        }
    }
}
