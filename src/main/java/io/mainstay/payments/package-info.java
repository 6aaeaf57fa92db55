/// Money moves at a provider at most once per intent, and an outcome that isn't known is kept until it is.
@ApplicationModule(displayName = "Payments", allowedDependencies = {"authorization", "caller", "http", "idempotency",
        "ids", "ledger",
        "messaging", "money", "problem", "providers", "rowsecurity"})
@NullMarked
package io.mainstay.payments;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
