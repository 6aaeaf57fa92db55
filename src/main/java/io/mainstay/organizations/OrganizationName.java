package io.mainstay.organizations;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.regex.Pattern;

/// What an organization is called: 1 to 100 characters, no control characters or line breaks, which would reach the head
/// of a mail. Two may have the same.
@Schema(type = "string", minLength = 1, maxLength = 100, example = "Brandt & Daughters")
record OrganizationName(@JsonValue String value) {

    private static final Pattern FORM = Pattern.compile("[^\\p{Cc}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}]{1,100}");

    OrganizationName {
        value = value.strip();
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("must be 1 to 100 characters without control characters");
        }
    }

    /// @throws IllegalArgumentException if `text` can't be a name; the message is fit for clients
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static OrganizationName of(String text) {
        return new OrganizationName(text);
    }
}
