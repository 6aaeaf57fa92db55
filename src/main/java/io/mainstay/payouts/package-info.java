/// What leaves a wallet reaches its owner's bank once, or comes back; until that is known it stays held.
@ApplicationModule(displayName = "Payouts", allowedDependencies = {"authorization", "caller", "http", "idempotency",
        "ids",
        "ledger", "messaging", "money", "paging", "problem", "providers", "wallets"})
@NullMarked
package io.mainstay.payouts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
