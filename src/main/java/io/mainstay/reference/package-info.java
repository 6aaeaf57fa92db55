/// The API reference says what the code does: it's generated from it, with every header and problem.
@ApplicationModule(displayName = "API reference", allowedDependencies = {"authorization", "caller", "http",
        "idempotency", "problem"})
@NullMarked
package io.mainstay.reference;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
