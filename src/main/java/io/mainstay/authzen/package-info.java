/// Other programs ask the same decisions that this one makes, in the standard's words; nobody learns about others what
/// they may not know. Source: AuthZEN Authorization API 1.0.
@ApplicationModule(displayName = "AuthZEN", allowedDependencies = {"authorization", "caller", "ids", "problem"})
@NullMarked
package io.mainstay.authzen;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
