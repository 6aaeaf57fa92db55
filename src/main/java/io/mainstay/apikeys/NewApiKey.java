package io.mainstay.apikeys;

import io.mainstay.authorization.Permission;
import io.mainstay.caller.AccountId;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A key that somebody wants.
///
/// @param scopes permissions that it is limited to, all of which its maker holds
/// @param serviceAccount whose rights it is to have; null: one's own
record NewApiKey(@NotNull Label name, @NotEmpty @Size(max = 100) Set<@NotNull Permission> scopes,
        @NotNull Expiry expiresAt, @Nullable AccountId serviceAccount) {}
