/// What a customer's bank takes back is in the ledger from the moment it's announced until it's decided, however often and in
/// whatever order the provider tells it.
@ApplicationModule(displayName = "Disputes", allowedDependencies = {"authorization", "http", "ids", "ledger",
        "money", "paging", "payments", "problem", "providers", "rowsecurity"})
@NullMarked
package io.mainstay.disputes;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
