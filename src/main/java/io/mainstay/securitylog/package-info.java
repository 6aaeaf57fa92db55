/// What happened to an account and its credentials is kept, and nobody can change it afterwards.
@ApplicationModule(displayName = "Security log", allowedDependencies = {"caller", "ids", "http", "messaging", "paging"})
@NullMarked
package io.mainstay.securitylog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
