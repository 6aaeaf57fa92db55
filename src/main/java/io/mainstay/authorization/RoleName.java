package io.mainstay.authorization;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a role: one that the code knows, in upper case, or one that people made: 2 to 50 lower-case letters,
/// digits and hyphens. It never changes.
@Schema(type = "string", minLength = 2, maxLength = 50, example = "auditor")
public record RoleName(@JsonValue String value) {

    private static final Pattern CUSTOM = Pattern.compile("[a-z][a-z0-9-]{1,49}");

    public RoleName {
        if (!CUSTOM.matcher(value).matches() && known(value).isEmpty()) {
            throw new IllegalArgumentException(
                    "must be a role of the system, or 2 to 50 lower-case letters, digits and hyphens");
        }
    }

    /// @throws IllegalArgumentException if no role can have this name; the message is fit for clients
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static RoleName of(String text) {
        return new RoleName(text);
    }

    public static RoleName of(Role role) {
        return new RoleName(role.name());
    }

    Optional<Role> known() {
        return known(value);
    }

    private static Optional<Role> known(String name) {
        return Arrays.stream(Role.values()).filter(role -> role.name().equals(name)).findAny();
    }

    @Override
    public String toString() {
        return value;
    }
}
