/// A program acts for an account by a key that is limited to its scopes and its time, is stored as a hash alone, and is
/// nothing anywhere within a second of being revoked.
@ApplicationModule(displayName = "API keys", allowedDependencies = {"auth", "authorization", "caller", "http",
        "idempotency", "ids", "messaging", "paging", "problem", "rowsecurity", "securitylog"})
@NullMarked
package io.mainstay.apikeys;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
