/// What a provider says that it settled is compared with what happened here and with the ledger, both ways; each difference is
/// found once, ages, and is resolved with a reason.
@ApplicationModule(displayName = "Reconciliation", allowedDependencies = {"authorization", "caller", "http",
        "idempotency", "ids", "jobs", "ledger", "messaging", "money", "paging", "payments", "problem", "providers",
        "rowsecurity"})
@NullMarked
package io.mainstay.reconciliation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
