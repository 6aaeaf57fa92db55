/// An order reserves its stock and freezes its prices at once, or isn't placed; it's confirmed exactly when it's paid.
@ApplicationModule(displayName = "Orders", allowedDependencies = {"auth", "authorization", "caller", "catalog", "http",
        "idempotency", "ids", "ledger", "messaging", "money", "paging", "payments", "problem", "providers",
        "rowsecurity"})
@NullMarked
package io.mainstay.orders;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
