package io.mainstay.apikeys;

import io.mainstay.caller.AccountId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What its owner sees of a key.
///
/// @param account whose rights it has as far as its scopes go: the owner's own or a service account's
/// @param lastUsedAt to the minute or so
/// @param previousUntil until when the secret before the last rotation works, too
record ApiKey(ApiKeyId id, String name, AccountId account, List<String> scopes, Instant createdAt, Instant expiresAt,
        @Nullable Instant lastUsedAt, @Nullable String lastUsedAddress, @Nullable Instant previousUntil,
        @Nullable Instant revokedAt) {

    /// Without personal data.
    @Override
    public String toString() {
        return "ApiKey[" + id + "]";
    }
}
