/// Who sends a request, as far as everybody else needs to know; all that authentication and authorization share.
@ApplicationModule(displayName = "Caller", allowedDependencies = {"ids", "problem"})
@NullMarked
package io.mainstay.caller;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
