package io.mainstay.throttling;

import io.mainstay.messaging.Worker;
import org.springframework.scheduling.annotation.Scheduled;

/// Forgets counters that mean nothing any more, and keeps their number bounded, a batch at a time.
@Worker
class ThrottlingCleanup {

    private static final int BATCHES = 1000;

    private final Counters counters;
    private final ThrottlingSettings settings;

    ThrottlingCleanup(Counters counters, ThrottlingSettings settings) {
        this.counters = counters;
        this.settings = settings;
    }

    @Scheduled(initialDelayString = "PT9M", fixedDelayString = "PT15M")
    void run() {
        var batch = settings.cleanupBatch();
        for (var round = 0; round < BATCHES; round++) {
            if (counters.deleteExpired(batch) < batch
                    && counters.deleteSurplus(settings.maxCounters(), batch) < batch) {
                return;
            }
        }
    }
}
