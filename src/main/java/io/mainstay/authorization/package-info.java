/// Nothing is permitted that was not declared and granted, decided in one place; nobody grants what they don't hold, and
/// every change is kept.
@ApplicationModule(displayName = "Authorization", allowedDependencies = {"caller", "ids", "problem", "http", "paging",
        "idempotency"})
@NullMarked
package io.mainstay.authorization;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
