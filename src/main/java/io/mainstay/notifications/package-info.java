/// Whoever is to get a mail gets it once, except where a mail server's answer is lost.
@ApplicationModule(displayName = "Notifications", allowedDependencies = {"auth", "caller", "ids", "messaging", "money"})
@NullMarked
package io.mainstay.notifications;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
