package io.mainstay.auth;

import io.mainstay.throttling.Pseudonyms;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/// HMAC-SHA256 under a key that only the configuration holds.
@Component
class ThrottlingPseudonyms implements Pseudonyms {

    private final DerivedKey key;

    ThrottlingPseudonyms(KeyEncryption encryption) {
        this.key = encryption.derive("throttling");
    }

    @Override
    public byte[] of(String text) {
        return key.mac(text.getBytes(StandardCharsets.UTF_8));
    }
}
