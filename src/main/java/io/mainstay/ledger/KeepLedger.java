package io.mainstay.ledger;

import io.mainstay.messaging.Worker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import org.springframework.scheduling.annotation.Scheduled;

/// The timers that end overdue holds and fold the entries of busy accounts into their balances.
@Worker
class KeepLedger {

    private final LedgerUpkeep upkeep;
    private final LedgerSettings settings;
    private volatile double oldestUnfoldedSeconds;

    KeepLedger(LedgerUpkeep upkeep, LedgerSettings settings, MeterRegistry metrics) {
        this.upkeep = upkeep;
        this.settings = settings;
        Gauge.builder("mainstay.ledger.unfolded.age", () -> oldestUnfoldedSeconds).baseUnit("seconds")
                .description("age of the oldest entry that isn't in a folded balance yet").register(metrics);
    }

    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT5S")
    void expireHolds() {
        repeat(upkeep::expireHolds);
    }

    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT5S")
    void fold() {
        repeat(() -> upkeep.fold() > 0);
        oldestUnfoldedSeconds = upkeep.oldestUnfoldedSeconds();
    }

    /// Until there is nothing left, or it's enough for this time.
    private void repeat(BooleanSupplier round) {
        for (var rounds = 0; rounds < settings.maxRounds() && round.getAsBoolean(); rounds++) {
            // there may be more
        }
    }
}
