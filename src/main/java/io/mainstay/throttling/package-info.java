/// Guessing gets slower with each failure, on all instances together, and no failure of a stranger keeps people out of
/// where they were in before.
@ApplicationModule(displayName = "Throttling", allowedDependencies = {"http", "messaging", "problem"})
@NullMarked
package io.mainstay.throttling;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
