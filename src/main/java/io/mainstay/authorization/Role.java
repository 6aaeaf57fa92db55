package io.mainstay.authorization;

import java.util.EnumSet;
import java.util.Set;

/// The roles that the code knows: named sets of permissions. The names are stored; people make further roles, whose names
/// are in lower case, see [CustomRoles].
public enum Role {

    /// Held by every caller without being granted, and about what is the caller's own.
    CUSTOMER(Reach.EVERYBODY, EnumSet.of(Permission.ORDERS_PLACE, Permission.ORDERS_READ, Permission.PAYMENTS_READ,
            Permission.ACCESS_CHECK, Permission.JOBS_READ, Permission.WALLETS_READ, Permission.WALLETS_USE)),
    ADMINISTRATOR(Reach.INSTALLATION, EnumSet.allOf(Permission.class)),
    /// Looks and changes nothing.
    SUPPORT(Reach.INSTALLATION,
            EnumSet.of(Permission.LEDGER_READ, Permission.ROLES_READ, Permission.SECURITY_READ, Permission.ACCESS_AUDIT,
                    Permission.ACCESS_EVALUATE, Permission.ACCESS_EXPLAIN)),
    /// All that there is to be permitted in an organization.
    OWNER(Reach.ORGANIZATION, EnumSet.of(Permission.ORGANIZATIONS_READ, Permission.ORGANIZATIONS_MANAGE,
            Permission.MEMBERS_READ, Permission.MEMBERS_MANAGE, Permission.ROLES_READ, Permission.ROLES_MANAGE,
            Permission.ORDERS_PLACE, Permission.ORDERS_READ, Permission.PAYMENTS_READ, Permission.ACCESS_AUDIT,
            Permission.ACCESS_EVALUATE, Permission.ACCESS_EXPLAIN)),
    BUYER(Reach.ORGANIZATION, EnumSet.of(Permission.ORGANIZATIONS_READ, Permission.MEMBERS_READ,
            Permission.ORDERS_PLACE, Permission.ORDERS_READ, Permission.PAYMENTS_READ)),
    VIEWER(Reach.ORGANIZATION, EnumSet.of(Permission.ORGANIZATIONS_READ, Permission.MEMBERS_READ,
            Permission.ORDERS_READ, Permission.PAYMENTS_READ));

    private enum Reach {
        EVERYBODY, INSTALLATION, ORGANIZATION
    }

    private final Reach reach;
    // an immutable copy, which the type can't say
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<Permission> permissions;

    Role(Reach reach, Set<Permission> permissions) {
        this.reach = reach;
        this.permissions = Set.copyOf(permissions);
    }

    public boolean includes(Permission permission) {
        return permissions.contains(permission);
    }

    public Set<Permission> permissions() {
        return permissions;
    }

    /// Whether it can be granted in such a scope.
    boolean counts(Scope scope) {
        return switch (reach) {
            case EVERYBODY -> false;
            case INSTALLATION -> scope.isInstallation();
            case ORGANIZATION -> !scope.isInstallation();
        };
    }
}
