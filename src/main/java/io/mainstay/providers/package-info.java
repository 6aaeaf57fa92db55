/// Companies that move money, behind one interface: whatever goes wrong on the way is an outcome, never an exception.
@ApplicationModule(displayName = "Payment providers", allowedDependencies = {"ids", "money"})
@NullMarked
package io.mainstay.providers;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
