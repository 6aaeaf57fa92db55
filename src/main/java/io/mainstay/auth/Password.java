package io.mainstay.auth;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/// A password as a person chose it: 8 to 128 characters of any kind, because length is what counts and rules of
/// composition make people predictable. Source: NIST SP 800-63B-4, 3.1.1.2, which also asks for the normalisation: the
/// same letters typed on another keyboard are the same password.
///
/// @param value secret, and so not in [#toString]
@Schema(type = "string", format = "password", minLength = 8, maxLength = 128, example = "correct horse battery")
record Password(String value) {

    private static final int MIN_LENGTH = 8;
    private static final int MAX_LENGTH = 128;

    Password {
        // bounds the work of the normalisation before it begins
        value = value.length() > 4 * MAX_LENGTH ? value : Normalizer.normalize(value, Normalizer.Form.NFKC);
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException("must be well-formed text");
        }
        var length = value.codePointCount(0, value.length());
        if (length < MIN_LENGTH || length > MAX_LENGTH) {
            throw new IllegalArgumentException("must be 8 to 128 characters");
        }
    }

    /// @throws IllegalArgumentException if it is too short or too long; the message is fit for clients
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Password of(String text) {
        return new Password(text);
    }

    @Override
    public String toString() {
        return "Password[…]";
    }
}
