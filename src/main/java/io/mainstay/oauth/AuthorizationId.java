package io.mainstay.oauth;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import java.util.UUID;

/// Identifies an authorization: `authorization_01h455vb4pex5vsknk084sn02q`; the claim `authorization` of its access
/// tokens.
record AuthorizationId(UUID value) {

    private static final String PREFIX = "authorization";

    static AuthorizationId next() {
        return new AuthorizationId(TypeId.next());
    }

    /// @throws io.mainstay.ids.InvalidId if `text` is no authorization's id
    @JsonCreator
    public static AuthorizationId of(String text) {
        return new AuthorizationId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
