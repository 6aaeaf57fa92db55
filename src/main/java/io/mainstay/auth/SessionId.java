package io.mainstay.auth;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;

/// Identifies a session: `session_01h455vb4pex5vsknk084sn02q`; the claim `sid` of its access tokens.
public record SessionId(UUID value) {

    private static final String PREFIX = "session";
    private static final String ATTRIBUTE = SessionId.class.getName();

    static SessionId next() {
        return new SessionId(TypeId.next());
    }

    /// @throws io.mainstay.ids.InvalidId if `text` is no session's id
    @JsonCreator
    public static SessionId of(String text) {
        return new SessionId(TypeId.decode(PREFIX, text));
    }

    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /// The session that the caller of this request is in.
    ///
    /// @throws IllegalStateException if the request is anonymous
    static SessionId of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof SessionId id) {
            return id;
        }
        throw new IllegalStateException("asked for the session of an anonymous request");
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
