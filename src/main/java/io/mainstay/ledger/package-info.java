/// Double-entry bookkeeping that the database itself keeps in balance: append-only, complete, never below a floor.
@ApplicationModule(displayName = "Ledger", allowedDependencies = {"authorization", "caller", "ids", "money",
        "problem"})
@NullMarked
package io.mainstay.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
