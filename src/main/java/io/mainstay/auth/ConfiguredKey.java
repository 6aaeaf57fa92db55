package io.mainstay.auth;

import org.springframework.stereotype.Component;

/// A fingerprint that nobody can compute who has the database alone: for secrets that are too short to be kept as a mere
/// hash. Changes with the configured key, so it's for what lives minutes.
@Component
public class ConfiguredKey {

    private final KeyEncryption encryption;

    ConfiguredKey(AuthSettings settings) {
        this.encryption = KeyEncryption.under(settings.keyEncryptionKey());
    }

    /// @param purpose keeps fingerprints of one kind of thing apart from those of another; a constant
    /// @return makes 32 bytes, HMAC-SHA256
    public Fingerprint of(String purpose) {
        return encryption.derive(purpose)::mac;
    }

    public interface Fingerprint {

        byte[] of(byte[] secret);
    }
}
