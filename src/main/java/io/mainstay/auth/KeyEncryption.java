package io.mainstay.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// AES-256-GCM under the configured key: 12 bytes of random nonce, then the ciphertext with its 16-byte tag, bound to
/// the name of what is encrypted. What was encrypted under the previous key, if one is configured, can still be
/// decrypted. Source: NIST SP 800-38D.
final class KeyEncryption {

    private static final String CURRENT = "mainstay.auth.key-encryption-key";
    private static final String PREVIOUS = "mainstay.auth.previous-key-encryption-key";

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final DerivedKey derivation;
    private final @Nullable KeyEncryption previous;
    private final SecureRandom random = new SecureRandom();

    private KeyEncryption(byte[] key, @Nullable KeyEncryption previous) {
        this.key = new SecretKeySpec(key, "AES");
        this.derivation = new DerivedKey(key);
        this.previous = previous;
    }

    /// @throws UnusableKey unless `base64` is the base64 form of 32 bytes
    static KeyEncryption under(@Nullable String base64) {
        return under(base64, null);
    }

    /// @param previous the key before; null or blank if there is none to take over from
    /// @throws UnusableKey unless they are the base64 form of 32 bytes
    static KeyEncryption under(@Nullable String base64, @Nullable String previous) {
        if (base64 == null || base64.isBlank()) {
            throw new UnusableKey(CURRENT + " is not set", null);
        }
        return new KeyEncryption(bytes(base64, CURRENT), previous == null || previous.isBlank()
                ? null
                : new KeyEncryption(bytes(previous, PREVIOUS), null));
    }

    private static byte[] bytes(String base64, String setting) {
        try {
            var key = Base64.getDecoder().decode(base64.strip());
            if (key.length == KEY_BYTES) {
                return key;
            }
            throw new UnusableKey(setting + " must be base64 of 32 bytes but is of " + key.length, null);
        } catch (IllegalArgumentException _) {
            throw new UnusableKey(setting + " must be base64 of 32 bytes but isn't base64", null);
        }
    }

    /// A key for something else, which says nothing about the configured one.
    DerivedKey derive(String purpose) {
        return new DerivedKey(derivation.mac(purpose.getBytes(StandardCharsets.UTF_8)));
    }

    /// The same under the previous key, for what was made then.
    Optional<DerivedKey> derivePrevious(String purpose) {
        return Optional.ofNullable(previous).map(key -> key.derive(purpose));
    }

    byte[] encrypt(byte[] secret, String name) {
        try {
            var nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            var encrypted = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(secret);
            var stored = Arrays.copyOf(nonce, NONCE_BYTES + encrypted.length);
            System.arraycopy(encrypted, 0, stored, NONCE_BYTES, encrypted.length);
            return stored;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM failed", impossible);
        }
    }

    /// @throws UnusableKey if it was encrypted under other keys or another name, or was changed
    byte[] decrypt(byte[] stored, String name) {
        return decrypted(stored, name)
                .or(() -> Optional.ofNullable(previous).flatMap(key -> key.decrypted(stored, name)))
                .orElseThrow(() -> new UnusableKey(
                        CURRENT + " is not the one that the database's signing keys were encrypted with", null));
    }

    /// Whether something may still be under another key than the configured one.
    boolean hasPrevious() {
        return previous != null;
    }

    boolean isUnderTheCurrentKey(byte[] stored, String name) {
        return decrypted(stored, name).isPresent();
    }

    private Optional<byte[]> decrypted(byte[] stored, String name) {
        try {
            var nonce = Arrays.copyOf(stored, NONCE_BYTES);
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, nonce, name).doFinal(stored, NONCE_BYTES, stored.length - NONCE_BYTES));
        } catch (AEADBadTagException _) {
            return Optional.empty();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM failed", impossible);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
