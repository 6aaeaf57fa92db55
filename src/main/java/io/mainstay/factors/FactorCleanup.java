package io.mainstay.factors;

import io.mainstay.messaging.Worker;
import org.springframework.scheduling.annotation.Scheduled;

/// Forgets enrolments that were left, and used challenges that are too old to be used again; a bounded batch at a time.
@Worker
class FactorCleanup {

    private static final int BATCH = 1000;
    private static final int BATCHES = 100;

    private final TotpStore totp;
    private final PasskeyChallenges challenges;

    FactorCleanup(TotpStore totp, PasskeyChallenges challenges) {
        this.totp = totp;
        this.challenges = challenges;
    }

    @Scheduled(initialDelayString = "PT4M", fixedDelayString = "PT10M")
    void forgetWhatIsOver() {
        for (var batch = 0; batch < BATCHES; batch++) {
            if (totp.deleteAbandoned(BATCH) + challenges.deleteExpired(BATCH) == 0) {
                return;
            }
        }
    }
}
