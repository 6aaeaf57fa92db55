/// A proof of a second factor is good once, whoever sends it and however often at once, and a factor's secret is shown once.
@ApplicationModule(displayName = "Factors", allowedDependencies = {"auth", "caller", "http", "ids", "messaging",
        "problem", "securitylog"})
@NullMarked
package io.mainstay.factors;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
