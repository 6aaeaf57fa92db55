package io.mainstay.auth;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Base64;

/// Bytes as WebAuthn writes them into JSON: base64url without padding, RFC 4648, 5. Immutable; up to 16,384 characters.
@Schema(type = "string", format = "base64url", maxLength = 16384)
public final class Base64Url {

    private static final int LONGEST = 16_384;

    private final byte[] bytes;

    private Base64Url(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Base64Url of(byte[] bytes) {
        return new Base64Url(bytes.clone());
    }

    /// @throws IllegalArgumentException if it's too long or no base64url; the message is fit for clients
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Base64Url parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            throw new IllegalArgumentException("must be 1 to " + LONGEST + " characters of base64url");
        }
        try {
            return new Base64Url(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("must be base64url");
        }
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @JsonValue
    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "Base64Url[" + bytes.length + " bytes]";
    }
}
