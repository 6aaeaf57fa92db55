package io.mainstay.oauth;

import io.mainstay.caller.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One step of an authorization; null is what this step doesn't change.
///
/// @param consentHash null: nobody is asked for consent any more
/// @param issued whether tokens are given out with this step
/// @param lifetime until when it is good from now on
record GrantStep(@Nullable AccountId account, @Nullable Set<String> scopes, @Nullable Instant authenticatedAt,
        @Nullable Hash consentHash, @Nullable Hash codeHash, StoredGrant.Used used,
        StoredGrant.@Nullable RefreshHashes refresh, boolean issued, @Nullable Duration lifetime) {}
