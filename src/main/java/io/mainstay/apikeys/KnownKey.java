package io.mainstay.apikeys;

import io.mainstay.caller.AccountId;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;

/// What a request with a key is held against: a key that worked when the database was asked.
final class KnownKey {

    private final AccountId account;
    private final Set<String> scopes;
    private final List<byte[]> hashes;

    /// @param hashes of the secrets that are good: the present one and, for a while, the one before
    KnownKey(AccountId account, Set<String> scopes, List<byte[]> hashes) {
        this.account = account;
        this.scopes = Set.copyOf(scopes);
        this.hashes = List.copyOf(hashes);
    }

    AccountId account() {
        return account;
    }

    Set<String> scopes() {
        return scopes;
    }

    /// In the same time wherever they differ.
    boolean accepts(ApiKeyToken token) {
        var presented = token.hash();
        return hashes.stream().anyMatch(hash -> MessageDigest.isEqual(hash, presented));
    }
}
