package io.mainstay.auth;

import org.jspecify.annotations.Nullable;

/// The configured key-encryption key can't do its work. The message never contains the key.
final class UnusableKey extends RuntimeException {

    UnusableKey(String reason, @Nullable Throwable cause) {
        super("mainstay.auth.key-encryption-key " + reason + ".", cause);
    }
}
