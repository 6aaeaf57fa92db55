/// Nothing is permitted that was not declared: each endpoint names its permission, or the start-up fails.
@ApplicationModule(displayName = "Authorization", allowedDependencies = {"caller", "ids", "problem", "http"})
@NullMarked
package io.mainstay.authorization;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
