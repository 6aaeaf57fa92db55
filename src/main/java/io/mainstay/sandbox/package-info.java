/// The outside world's card network, as a small HTTP service of its own that misbehaves on command.
@ApplicationModule(displayName = "Sandbox provider", allowedDependencies = {})
@NullMarked
package io.mainstay.sandbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
