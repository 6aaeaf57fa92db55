/// A first start shows something: the same products and logins everywhere, added once, and only where it's asked for.
@ApplicationModule(displayName = "Demo", allowedDependencies = {"auth", "authorization", "catalog", "caller", "money",
        "ids"})
@NullMarked
package io.mainstay.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
