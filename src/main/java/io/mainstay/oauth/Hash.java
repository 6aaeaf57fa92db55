package io.mainstay.oauth;

import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What is kept of a secret: 32 bytes. Compared in constant time.
final class Hash {

    private final byte[] bytes;

    Hash(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes.clone();
    }

    static byte @Nullable [] bytesOrNull(@Nullable Hash hash) {
        return hash == null ? null : hash.bytes();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Hash hash && MessageDigest.isEqual(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Hash[…]";
    }
}
