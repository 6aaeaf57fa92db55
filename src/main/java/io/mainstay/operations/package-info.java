/// On-call people see what happened to any account, and only those who hold the permission to; whoever runs the
/// installation can make its first administrator.
@ApplicationModule(displayName = "Operations", allowedDependencies = {"auth", "authorization", "caller",
        "paging", "rowsecurity", "securitylog"})
@NullMarked
package io.mainstay.operations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
