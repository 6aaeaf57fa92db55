/// On-call people see what happened to any account, and only those who hold the permission to.
@ApplicationModule(displayName = "Operations", allowedDependencies = {"authorization", "caller", "paging",
        "securitylog"})
@NullMarked
package io.mainstay.operations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
