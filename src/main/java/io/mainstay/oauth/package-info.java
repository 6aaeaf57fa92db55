/// Other applications act for an account within what its owner allowed them, until the owner ends it, and never beyond.
@ApplicationModule(displayName = "OAuth", allowedDependencies = {"auth", "authorization", "caller", "http", "ids",
        "messaging", "paging", "problem", "securitylog"})
@NullMarked
package io.mainstay.oauth;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
