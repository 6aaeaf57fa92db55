package io.mainstay.auth;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Keeps other modules' secrets from whoever gets hold of the database, as the signing keys are kept: under the
/// configured key.
@Component
public class StoredSecrets {

    private final KeyEncryption encryption;

    StoredSecrets(KeyEncryption encryption) {
        this.encryption = encryption;
    }

    /// 28 bytes longer than the secret.
    ///
    /// @param name what it belongs to: it can't be put in another one's place
    public byte[] encrypt(byte[] secret, String name) {
        return encryption.encrypt(secret, name);
    }

    public byte[] decrypt(byte[] stored, String name) {
        return encryption.decrypt(stored, name);
    }

    /// The same secret under the configured key; empty if it's under that already.
    ///
    /// @throws RuntimeException if it's under neither the configured nor the previous key
    public Optional<byte[]> renewed(byte[] stored, String name) {
        return encryption.isUnderTheCurrentKey(stored, name)
                ? Optional.empty()
                : Optional.of(encrypt(decrypt(stored, name), name));
    }

    /// Whether the configured key was changed, and the one before is still known.
    public boolean isChangingKeys() {
        return encryption.hasPrevious();
    }

    /// 32 bytes that only this installation can make: HMAC-SHA256 under a key for this purpose alone.
    public byte[] tag(String purpose, byte[] message) {
        return encryption.derive(purpose).mac(message);
    }

    /// Compares in the same time, wherever they differ.
    ///
    /// @param tag a beginning of what [#tag] gave, at least 16 bytes
    public boolean isTag(String purpose, byte[] message, byte[] tag) {
        var expected = tag(purpose, message);
        return tag.length >= 16 && MessageDigest.isEqual(Arrays.copyOf(expected, tag.length), tag);
    }
}
