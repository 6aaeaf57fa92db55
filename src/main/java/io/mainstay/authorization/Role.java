package io.mainstay.authorization;

import java.util.EnumSet;
import java.util.Set;

/// A named set of permissions. The names are stored.
public enum Role {

    /// Held by every caller without being granted.
    CUSTOMER(EnumSet.of(Permission.ORDERS_PLACE, Permission.ORDERS_READ, Permission.PAYMENTS_READ)),
    ADMINISTRATOR(EnumSet.allOf(Permission.class));

    // an immutable copy, which the type can't say
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<Permission> permissions;

    Role(Set<Permission> permissions) {
        this.permissions = Set.copyOf(permissions);
    }

    public boolean includes(Permission permission) {
        return permissions.contains(permission);
    }
}
