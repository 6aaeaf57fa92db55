package io.mainstay.providers;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// An announcement as it arrives.
///
/// @param header name of the signature's header
/// @param signature value of the signature's header
public record SignedWebhook(String header, String signature, String body) {

    /// Signs as Stripe and the sandbox do.
    public static SignedWebhook of(String header, String secret, Instant at, String body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            var hex = HexFormat.of().formatHex(
                    mac.doFinal((at.getEpochSecond() + "." + body).getBytes(StandardCharsets.UTF_8)));
            return new SignedWebhook(header, "t=" + at.getEpochSecond() + ",v1=" + hex, body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
