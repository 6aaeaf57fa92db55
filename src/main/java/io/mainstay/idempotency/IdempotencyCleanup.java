package io.mainstay.idempotency;

import io.mainstay.messaging.Worker;
import org.springframework.scheduling.annotation.Scheduled;

/// Forgets answers that are older than the retention, a bounded batch at a time.
@Worker
class IdempotencyCleanup {

    private static final int BATCHES = 100;

    private final IdempotencyRecords records;
    private final IdempotencySettings settings;

    IdempotencyCleanup(IdempotencyRecords records, IdempotencySettings settings) {
        this.records = records;
        this.settings = settings;
    }

    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
    void forgetOldAnswers() {
        for (var batch = 0; batch < BATCHES; batch++) {
            if (records.deleteExpired() < settings.cleanupBatch()) {
                return;
            }
        }
    }
}
