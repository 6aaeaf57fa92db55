/// Products, prices and stock: never more pieces are reserved than are on hand, and a price once read with a
/// reservation is the one that was valid at it.
@ApplicationModule(displayName = "Catalog", allowedDependencies = {"money", "ids", "problem", "paging", "http",
        "caller", "authorization", "idempotency"})
@NullMarked
package io.mainstay.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
