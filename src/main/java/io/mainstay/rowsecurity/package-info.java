/// PostgreSQL knows for whom each transaction works, and shows it nobody else's orders and payments: a forgotten
/// condition in a query leaks nothing.
@ApplicationModule(displayName = "Row security", allowedDependencies = {"caller"})
@NullMarked
package io.mainstay.rowsecurity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
