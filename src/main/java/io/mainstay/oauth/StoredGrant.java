package io.mainstay.oauth;

import io.mainstay.caller.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/// A row of `oauth.authorization_grant`, without its secrets.
///
/// @param account null until somebody has entered a device's code
/// @param scopes null until they are allowed
/// @param request null where no browser was sent to us
/// @param refresh what the refresh token that is good now hashes to; null if there is none
/// @param issuedAt when its first tokens were given out; null until then
/// @param remaining until it expires, negative afterwards
/// @param version changes with each step, so that of two at once one is taken
record StoredGrant(AuthorizationId id, ClientId client, @Nullable AccountId account, AuthorizationGrantType type,
        Set<String> requestedScopes, @Nullable Set<String> scopes, @Nullable Request request,
        @Nullable Instant authenticatedAt, Used used, @Nullable RefreshHashes refresh, @Nullable Instant issuedAt,
        Instant createdAt, Duration remaining, long version) {

    /// What a code is bound to.
    record Request(String redirectUri, @Nullable String state, @Nullable String nonce, String codeChallenge) {}

    /// Which of its codes were used up.
    record Used(boolean code, boolean deviceCode, boolean userCode) {}

    record RefreshHashes(Hash family, Hash current) {}
}
