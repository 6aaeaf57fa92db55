/// Every error leaves as one RFC 9457 problem document with a stable code, whoever raised it.
@ApplicationModule(displayName = "Problems", allowedDependencies = {})
@NullMarked
package io.mainstay.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
