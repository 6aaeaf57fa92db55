/// Every request has an id, a bounded body and one strict dialect of JSON; every error of the framework is a problem.
@ApplicationModule(displayName = "HTTP", allowedDependencies = {"problem"})
@NullMarked
package io.mainstay.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
