/// Lists of any length in pages that cost the same however deep they are: keyset over (created_at, id), newest first.
@ApplicationModule(displayName = "Paging", allowedDependencies = {"problem"})
@NullMarked
package io.mainstay.paging;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
