/// Double-entry bookkeeping that the database itself keeps in balance: append-only, complete, never below a floor,
/// holds included.
@ApplicationModule(displayName = "Ledger", allowedDependencies = {"authorization", "caller", "idempotency", "ids",
        "jobs", "messaging", "money", "paging", "problem", "rowsecurity"})
@NullMarked
package io.mainstay.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
