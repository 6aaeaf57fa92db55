/// Temporary: replaced by the real module.
@ApplicationModule(displayName = "Auth", allowedDependencies = {"caller"})
@NullMarked
package io.mainstay.auth;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
