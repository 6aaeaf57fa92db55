package io.mainstay.authorization;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A role as clients see it.
///
/// @param custom whether people made it; the others never change
/// @param createdAt absent for those of the system
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Role")
public record RoleResponse(RoleName name, boolean custom, List<Permission> permissions, @Nullable Instant createdAt) {

    static RoleResponse of(Role role) {
        return new RoleResponse(RoleName.of(role), false, sorted(role.permissions()), null);
    }

    static RoleResponse of(CustomRole role) {
        return new RoleResponse(role.name(), true, sorted(role.permissions()), role.createdAt());
    }

    private static List<Permission> sorted(Set<Permission> permissions) {
        return permissions.stream().sorted().toList();
    }
}
