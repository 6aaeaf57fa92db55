package io.mainstay.auth;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A key for HMAC-SHA256 and one purpose.
final class DerivedKey {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    DerivedKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    byte[] mac(byte[] message) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }
}
