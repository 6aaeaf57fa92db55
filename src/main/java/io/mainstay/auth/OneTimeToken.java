package io.mainstay.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// A secret that one mail carries: 32 random bytes, base64url without padding. Only its hash is stored.
///
/// @param value secret, and so not in [#toString]
record OneTimeToken(String value) {

    private static final SecureRandom random = new SecureRandom();
    private static final int BYTES = 32;

    static OneTimeToken next() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new OneTimeToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// SHA-256 is enough: 256 random bits can't be guessed, however fast the hash.
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "OneTimeToken[…]";
    }
}
