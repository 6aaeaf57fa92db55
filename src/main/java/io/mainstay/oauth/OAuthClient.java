package io.mainstay.oauth;

import io.mainstay.caller.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An application that may ask for authorizations.
///
/// @param serviceAccount whom it is when it acts for itself
/// @param secretHashes of the secrets that are good now: none of a public client, two while one is replaced
/// @param previousSecretUntil until when the secret before the last is good; null if it isn't
/// @param scopes names, the most that it can ask for
/// @param disabledAt null while it may do something
record OAuthClient(ClientId id, String name, AccountId serviceAccount, List<Hash> secretHashes,
        @Nullable Instant previousSecretUntil, Set<Grant> grants, List<RedirectUri> redirectUris, Set<String> scopes,
        Instant createdAt, @Nullable Instant disabledAt, long version) {

    boolean isConfidential() {
        return !secretHashes.isEmpty();
    }

    boolean redirectsTo(String presented) {
        return redirectUris.stream().anyMatch(uri -> uri.matches(presented));
    }

    @Override
    public String toString() {
        return "OAuthClient[" + id + "]";
    }
}
