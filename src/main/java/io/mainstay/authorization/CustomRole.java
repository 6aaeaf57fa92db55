package io.mainstay.authorization;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/// A role that people made.
record CustomRole(UUID id, Scope scope, RoleName name, Set<Permission> permissions, Instant createdAt, long version) {

    CustomRole {
        permissions = Set.copyOf(permissions);
    }
}
