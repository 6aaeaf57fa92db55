/// Identifiers that sort by time and say what they are: a UUIDv7 inside, a TypeID outside.
@ApplicationModule(displayName = "Ids", allowedDependencies = {})
@NullMarked
package io.mainstay.ids;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
