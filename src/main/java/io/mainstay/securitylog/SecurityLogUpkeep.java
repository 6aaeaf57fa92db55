package io.mainstay.securitylog;

import io.mainstay.messaging.Worker;
import org.springframework.scheduling.annotation.Scheduled;

/// Forgets what is older than the retention and settles what was counted, a bounded batch at a time. Several workers may
/// do so at once.
@Worker
class SecurityLogUpkeep {

    private static final int BATCH = 1000;
    private static final int BATCHES = 100;

    private final SecurityLog log;
    private final Refusals refusals;
    private final Devices devices;
    private final SecurityLogSettings settings;

    SecurityLogUpkeep(SecurityLog log, Refusals refusals, Devices devices, SecurityLogSettings settings) {
        this.log = log;
        this.refusals = refusals;
        this.devices = devices;
        this.settings = settings;
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
    void settleRefusals() {
        for (var batch = 0; batch < BATCHES && refusals.settle(); batch++) {
            // there may be more
        }
    }

    @Scheduled(initialDelayString = "PT11M", fixedDelayString = "PT1H")
    void forgetOldEvents() {
        for (var batch = 0; batch < BATCHES && log.forget(settings.retention(), BATCH) == BATCH; batch++) {
            // there may be more
        }
        for (var batch = 0; batch < BATCHES && devices.forgetUnseen(BATCH) == BATCH; batch++) {
            // there may be more
        }
    }
}
