/// Work that takes longer than a request is done once: with its result and its effects, or with a problem that says why not.
@ApplicationModule(displayName = "Jobs", allowedDependencies = {"auth", "authorization", "caller", "http", "ids",
        "messaging", "paging", "problem"})
@NullMarked
package io.mainstay.jobs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
