/// Customers have money with the platform, never less than nothing, and move it to each other, to orders and back out.
@ApplicationModule(displayName = "Wallets", allowedDependencies = {"auth", "authorization", "caller", "http",
        "idempotency",
        "ids", "ledger", "money", "paging", "payments", "problem", "providers", "rowsecurity"})
@NullMarked
package io.mainstay.wallets;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
