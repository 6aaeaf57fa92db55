package io.mainstay.auth;

import org.jspecify.annotations.Nullable;

/// A configured key-encryption key can't do its work. The message names the setting and never contains the key.
final class UnusableKey extends RuntimeException {

    UnusableKey(String reason, @Nullable Throwable cause) {
        super(reason + ".", cause);
    }
}
