package io.mainstay.signin;

import io.mainstay.caller.AccountId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a browser keeps while its owner is at a provider, in a cookie that no script reads and no other site sets. Its
/// owner could change it, and would only fail: the account to link has to be the one that is logged in.
///
/// @param link whom the identity is to be linked to; null: it's for signing in
/// @param next where to go on here
record Attempt(String provider, String state, String nonce, String verifier, @Nullable AccountId link, String next) {

    private static final SecureRandom random = new SecureRandom();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int BYTES = 32;
    private static final String HOME = "/log-in";
    private static final Pattern OWN = Pattern
            .compile(
                    "/(?:oauth2/authorize|oauth2/device_verification|authorize-application|device)(?:\\?[!-~]{0,4000})?");

    static Attempt begin(String provider, @Nullable AccountId link, @Nullable String next) {
        return new Attempt(provider, secret(), secret(), secret(), link,
                next != null && OWN.matcher(next).matches() ? next : HOME);
    }

    static Optional<Attempt> parse(String cookie) {
        var parts = cookie.split("\\.", -1);
        if (parts.length != 6) {
            return Optional.empty();
        }
        try {
            var next = new String(Base64.getUrlDecoder().decode(parts[5]), StandardCharsets.UTF_8);
            return Optional.of(new Attempt(parts[0], parts[1], parts[2], parts[3],
                    parts[4].isEmpty() ? null : AccountId.of(parts[4]), OWN.matcher(next).matches() ? next : HOME));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    String encode() {
        return String.join(".", provider, state, nonce, verifier, link == null ? "" : link.toString(),
                ENCODER.encodeToString(next.getBytes(StandardCharsets.UTF_8)));
    }

    boolean hasState(String presented) {
        return MessageDigest.isEqual(state.getBytes(StandardCharsets.UTF_8),
                presented.getBytes(StandardCharsets.UTF_8));
    }

    /// RFC 7636, 4.2.
    String challenge() {
        try {
            return ENCODER.encodeToString(MessageDigest.getInstance("SHA-256")
                    .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static String secret() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return ENCODER.encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "Attempt[" + provider + "]";
    }
}
