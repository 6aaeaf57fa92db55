package io.mainstay.authorization;

import java.util.Set;

/// A role that an account holds in a scope, with what it permits at this moment.
record Grant(String role, Scope scope, Set<Permission> permissions) {

    /// A role counts in its own scope; of those of the installation only oversight counts in an organization.
    boolean permits(Permission permission, Scope where) {
        return permissions.contains(permission)
                && (scope.equals(where) || scope.isInstallation() && permission.isOversight());
    }
}
