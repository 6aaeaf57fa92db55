package io.mainstay.apikeys;

import io.mainstay.messaging.Worker;
import org.springframework.scheduling.annotation.Scheduled;

/// Forgets keys that were over long ago, a bounded batch at a time.
@Worker
class ApiKeyCleanup {

    private static final int BATCH = 1000;
    private static final int BATCHES = 100;

    private final ApiKeyStore store;
    private final ApiKeySettings settings;

    ApiKeyCleanup(ApiKeyStore store, ApiKeySettings settings) {
        this.store = store;
        this.settings = settings;
    }

    @Scheduled(initialDelayString = "PT9M", fixedDelayString = "PT1H")
    void forgetOldKeys() {
        for (var batch = 0; batch < BATCHES && store.deleteOver(settings.keep(), BATCH) == BATCH; batch++) {
            // there may be more
        }
    }
}
