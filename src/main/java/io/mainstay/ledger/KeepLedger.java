package io.mainstay.ledger;

import io.mainstay.messaging.Worker;
import java.util.function.BooleanSupplier;
import org.springframework.scheduling.annotation.Scheduled;

/// The timers that end overdue holds and fold the entries of busy accounts into their balances.
@Worker
class KeepLedger {

    private final LedgerUpkeep upkeep;
    private final LedgerSettings settings;

    KeepLedger(LedgerUpkeep upkeep, LedgerSettings settings) {
        this.upkeep = upkeep;
        this.settings = settings;
    }

    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT5S")
    void expireHolds() {
        repeat(upkeep::expireHolds);
    }

    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT5S")
    void fold() {
        repeat(() -> upkeep.fold() > 0);
    }

    /// Until there is nothing left, or it's enough for this time.
    private void repeat(BooleanSupplier round) {
        for (var rounds = 0; rounds < settings.maxRounds() && round.getAsBoolean(); rounds++) {
            // there may be more
        }
    }
}
