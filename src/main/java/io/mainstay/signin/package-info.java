/// Whom a configured OpenID provider vouches for gets into the account that is linked to that identity, and into no other.
@ApplicationModule(displayName = "Sign-in", allowedDependencies = {"auth", "caller", "http", "messaging", "problem",
        "securitylog"})
@NullMarked
package io.mainstay.signin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
