package io.mainstay.providers;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A header `t=<seconds>,v1=<hex>`: the HMAC-SHA256 of the time, a full stop, and the body. Several `v1` may be given,
/// as while a secret changes; what else is in it is ignored. Source: Stripe, "Verify webhook signatures manually".
record TimedSignature(long epochSeconds, List<String> signatures) {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAX_LENGTH = 1000;

    /// @throws UnverifiedWebhook if there is no such thing in the header
    static TimedSignature of(@Nullable String header) {
        if (header == null || header.length() > MAX_LENGTH) {
            throw new UnverifiedWebhook("There is no signature.");
        }
        Long time = null;
        var signatures = new ArrayList<String>();
        for (var part : header.split(",", -1)) {
            if (part.matches("t=[0-9]{1,12}")) {
                time = Long.parseLong(part.substring(2));
            } else if (part.startsWith("v1=")) {
                signatures.add(part.substring(3));
            }
        }
        if (time == null || signatures.isEmpty()) {
            throw new UnverifiedWebhook("The signature cannot be read.");
        }
        return new TimedSignature(time, List.copyOf(signatures));
    }

    /// @throws UnverifiedWebhook if the signature is another one, or its time is too far from now
    void require(byte[] body, String secret, Duration tolerance, Instant now) {
        var expected = hmac(body, secret).getBytes(StandardCharsets.US_ASCII);
        if (signatures.stream().noneMatch(
                // takes the same time wherever they differ
                signature -> MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8)))) {
            throw new UnverifiedWebhook("The signature is wrong.");
        }
        requireRecent(tolerance, now);
    }

    /// @throws UnverifiedWebhook if its time is too far from now, in either direction
    void requireRecent(Duration tolerance, Instant now) {
        if (Math.abs(now.getEpochSecond() - epochSeconds) > tolerance.toSeconds()) {
            throw new UnverifiedWebhook("The signature is too old, or from the future.");
        }
    }

    private String hmac(byte[] body, String secret) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((epochSeconds + ".").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
