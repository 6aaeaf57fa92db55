/// Companies that move money, behind one interface: whatever goes wrong on the way is an outcome, never an exception, and
/// what they announce takes effect exactly once.
@ApplicationModule(displayName = "Payment providers", allowedDependencies = {"caller", "http", "ids", "messaging",
        "money",
        "problem"})
@NullMarked
package io.mainstay.providers;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
