package io.mainstay.factors;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.regex.Pattern;

/// What a person calls a passkey: 1 to 100 characters, no control characters or line breaks.
@Schema(type = "string", minLength = 1, maxLength = 100, example = "my phone")
record PasskeyName(@JsonValue String value) {

    private static final Pattern FORM = Pattern.compile("[^\\p{Cc}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}]{1,100}");

    PasskeyName {
        value = value.strip();
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("must be 1 to 100 characters without control characters");
        }
    }

    /// @throws IllegalArgumentException if `text` can't be a name; the message is fit for clients
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static PasskeyName of(String text) {
        return new PasskeyName(text);
    }

    @Override
    public String toString() {
        return "PasskeyName[…]";
    }
}
