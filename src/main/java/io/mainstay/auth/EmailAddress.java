package io.mainstay.auth;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import java.util.regex.Pattern;

/// An e-mail address in the one form in which it is stored and compared: trimmed and in lower case, at most 254
/// characters. Source: the pattern of HTML's `input type=email`, with a dot in the domain.
///
/// @param value personal data: never in a log, and so not in [#toString]
@Schema(type = "string", format = "email", maxLength = 254, example = "ada@example.com")
public record EmailAddress(@JsonValue String value) {

    private static final int MAX_LENGTH = 254;
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern FORM = Pattern
            .compile("[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@" + LABEL + "(?:\\." + LABEL + ")+");

    public EmailAddress {
        value = value.strip().toLowerCase(Locale.ROOT);
        if (value.length() > MAX_LENGTH || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("must be an e-mail address of up to 254 characters");
        }
    }

    /// @throws IllegalArgumentException if `text` is no e-mail address; the message is fit for clients
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static EmailAddress of(String text) {
        return new EmailAddress(text);
    }

    @Override
    public String toString() {
        return "EmailAddress[…]";
    }
}
