package io.mainstay.oauth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// 32 random bytes in base64url that one client gets and only their hash is kept of.
///
/// @param value secret, and so not in [#toString]
record Secret(String value) {

    private static final SecureRandom random = new SecureRandom();
    private static final int BYTES = 32;

    static Secret next() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    Hash hash() {
        return hash(value);
    }

    /// SHA-256 is enough: 256 random bits can't be guessed, however fast the hash.
    static Hash hash(String value) {
        try {
            return new Hash(MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "Secret[…]";
    }
}
