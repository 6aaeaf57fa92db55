package io.mainstay.authorization;

import io.mainstay.caller.AccountId;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Set;

/// What clients send to administer roles and bindings, in the installation and in organizations alike.
public final class RoleRequests {

    private static final int MAX_PERMISSIONS = 50;

    private RoleRequests() {}

    /// @param name 2 to 50 lower-case letters, digits and hyphens; never changes
    @Schema(name = "NewRole", example = """
            {"name": "auditor", "permissions": ["orders:read"]}""")
    public record NewRole(@NotNull RoleName name,
            @NotEmpty @Size(max = MAX_PERMISSIONS) Set<@NotNull Permission> permissions) {}

    /// @param permissions all that it permits from now on
    @Schema(name = "RolePatch", example = """
            {"permissions": ["orders:read", "payments:read"]}""")
    public record RolePatch(@NotEmpty @Size(max = MAX_PERMISSIONS) Set<@NotNull Permission> permissions) {}

    @Schema(name = "NewRoleBinding", example = """
            {"accountId": "account_01h455vb4pex5vsknk084sn02q", "role": "SUPPORT"}""")
    public record NewBinding(@NotNull AccountId accountId, @NotNull RoleName role) {}
}
