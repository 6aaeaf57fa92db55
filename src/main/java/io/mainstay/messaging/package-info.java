/// What a transaction announces arrives at every subscriber at least once, and takes effect there exactly once.
@ApplicationModule(displayName = "Messaging", allowedDependencies = {"ids"})
@NullMarked
package io.mainstay.messaging;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
