/// Whoever acts for an organization was invited by one of its own and accepted it, and an organization that people are in
/// always has an owner.
@ApplicationModule(displayName = "Organizations", allowedDependencies = {"auth", "authorization", "caller", "http",
        "idempotency", "ids", "messaging", "paging", "problem"})
@NullMarked
package io.mainstay.organizations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
