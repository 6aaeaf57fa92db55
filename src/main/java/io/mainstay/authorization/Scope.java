package io.mainstay.authorization;

import io.mainstay.caller.OrganizationId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where a role counts.
///
/// @param organization null for the installation as such
public record Scope(@Nullable OrganizationId organization) {

    public static final Scope INSTALLATION = new Scope(null);

    private static final UUID NIL = new UUID(0, 0);

    public static Scope of(OrganizationId organization) {
        return new Scope(organization);
    }

    static Scope of(UUID key) {
        return key.equals(NIL) ? INSTALLATION : new Scope(new OrganizationId(key));
    }

    public boolean isInstallation() {
        return organization == null;
    }

    /// As it is stored.
    UUID key() {
        return organization == null ? NIL : organization.value();
    }

    /// What the addresses of its roles and bindings begin with.
    String path() {
        return organization == null ? "/v1" : "/v1/organizations/" + organization;
    }
}
