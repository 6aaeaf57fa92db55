/// Whoever acts as an account has proved to own its mailbox and to know its password, and nobody learns who has one.
@ApplicationModule(displayName = "Authentication", allowedDependencies = {"caller", "ids", "problem", "http",
        "messaging", "paging", "securitylog", "throttling"})
@NullMarked
package io.mainstay.auth;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
