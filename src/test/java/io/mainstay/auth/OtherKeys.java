package io.mainstay.auth;

import java.util.Base64;

/// What an installation keeps secrets by whose configured key has changed since.
public final class OtherKeys {

    private final String previous;

    /// @param previous what is configured here, base64
    public OtherKeys(String previous) {
        this.previous = previous;
    }

    /// @param knowsPrevious whether the key before is still configured
    public StoredSecrets secrets(boolean knowsPrevious) {
        var key = Base64.getEncoder().encodeToString(new byte[32]);
        return new StoredSecrets(KeyEncryption.under(key, knowsPrevious ? previous : null));
    }
}
