package io.mainstay.factors;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The codes of authenticator apps: HMAC-SHA-1, six digits, thirty seconds, the one form that every app knows.
/// Source: RFC 6238 and RFC 4226.
final class Totp {

    static final int SECRET_BYTES = 20;
    static final Duration PERIOD = Duration.ofSeconds(30);
    static final int DIGITS = 6;

    private static final String ALGORITHM = "HmacSHA1";
    private static final int CODES = 1_000_000;
    /// How many steps a person's clock may be off, or a person be slow. Source: RFC 6238, 5.2.
    private static final int SKEW = 1;

    private Totp() {}

    static long stepAt(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), PERIOD.toSeconds());
    }

    /// The code of one step, 0 to 999,999.
    static int codeOf(byte[] secret, long step) {
        var hash = hmac(secret, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        var offset = hash[hash.length - 1] & 0x0f;
        return (ByteBuffer.wrap(hash).getInt(offset) & 0x7fff_ffff) % CODES;
    }

    /// Which step a code belongs to.
    ///
    /// @param code six digits
    /// @return empty if it's none of those that are good now
    static OptionalLong stepOf(byte[] secret, String code, Instant now) {
        var sent = Integer.parseInt(code);
        var found = OptionalLong.empty();
        // looks at all of them, whichever fits
        for (var step = stepAt(now) - SKEW; step <= stepAt(now) + SKEW; step++) {
            if (codeOf(secret, step) == sent) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    private static byte[] hmac(byte[] secret, byte[] message) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac.doFinal(message);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }
}
