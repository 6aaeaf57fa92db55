package io.mainstay.oauth;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.authorization.Permission;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What a client may ask for: one of our permissions by its name, or to know who somebody is (`openid`, `profile`,
/// `email`).
@Schema(type = "string", example = "orders:read")
record Scope(@JsonValue String name) {

    static final String OPENID = "openid";
    static final String PROFILE = "profile";
    static final String EMAIL = "email";

    private static final Set<String> IDENTITY = Set.of(OPENID, PROFILE, EMAIL);

    Scope {
        if (!all().contains(name)) {
            throw new IllegalArgumentException("must be the name of a permission, or openid, profile or email");
        }
    }

    /// @throws IllegalArgumentException if there is none of this name; the message is fit for clients
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Scope of(String name) {
        return new Scope(name);
    }

    static List<String> all() {
        return Stream.concat(Stream.of(OPENID, PROFILE, EMAIL),
                Arrays.stream(Permission.values()).map(Permission::toString)).toList();
    }

    /// Whether it tells something of a person: nothing that a client could ask for on its own behalf.
    static boolean isOfAPerson(String name) {
        return IDENTITY.contains(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
