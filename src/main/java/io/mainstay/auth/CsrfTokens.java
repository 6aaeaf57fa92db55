package io.mainstay.auth;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.springframework.stereotype.Component;

/// What a page has to send along with a cookie: it follows from the session and a key of ours, so that neither another
/// site nor another session's holder knows it, and nothing has to be stored. The same for as long as the session lasts.
/// Source: OWASP's "signed double-submit", with the session in the cookie's place.
@Component
class CsrfTokens {

    static final String HEADER = "X-CSRF-Token";

    private final DerivedKey key;

    CsrfTokens(KeyEncryption encryption) {
        this.key = encryption.derive("csrf token");
    }

    String of(SessionId session) {
        var id = ByteBuffer.allocate(2 * Long.BYTES).putLong(session.value().getMostSignificantBits())
                .putLong(session.value().getLeastSignificantBits()).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.mac(id));
    }

    /// Whether one is there, right or wrong.
    boolean isIn(HttpServletRequest request) {
        return request.getHeader(HEADER) != null;
    }

    /// In constant time.
    boolean isIn(HttpServletRequest request, SessionId session) {
        var sent = request.getHeader(HEADER);
        return sent != null && MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8),
                of(session).getBytes(StandardCharsets.UTF_8));
    }
}
