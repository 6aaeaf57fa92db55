/// A request that carries a key takes effect once, however often and wherever it is sent; each repeat gets the first
/// answer.
@ApplicationModule(displayName = "Idempotency", allowedDependencies = {"caller", "http", "messaging", "problem"})
@NullMarked
package io.mainstay.idempotency;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
