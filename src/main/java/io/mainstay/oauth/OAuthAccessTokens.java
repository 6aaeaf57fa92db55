package io.mainstay.oauth;

import io.mainstay.auth.AccessTokenDecoders;
import io.mainstay.auth.BearerCredential;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.ids.InvalidId;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.stereotype.Component;

/// Access tokens of other applications at our API: their holder may do what the account may, within the token's scopes.
/// Checked without the database; that the authorization or the client has ended is known on every instance within a
/// second.
@Component
class OAuthAccessTokens implements BearerCredential {

    /// Names the authorization, so that the token can be refused once that has ended; a session's tokens have none.
    static final String AUTHORIZATION = "authorization";
    static final String CLIENT = "client_id";
    static final String SCOPE = "scope";

    private static final String MARK = "\"" + AUTHORIZATION + "\":\"authorization_";

    private final JwtDecoder decoder;
    private final EndedAuthorizations ended;

    OAuthAccessTokens(AccessTokenDecoders decoders, EndedAuthorizations ended) {
        this.ended = ended;
        this.decoder = decoders.decoder(this::isAlive);
    }

    @Override
    public boolean recognizes(String token) {
        var from = token.indexOf('.') + 1;
        var to = token.lastIndexOf('.');
        if (from == 0 || to <= from) {
            return false;
        }
        try {
            return new String(Base64.getUrlDecoder().decode(token.substring(from, to)), StandardCharsets.UTF_8)
                    .contains(MARK);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    @Override
    public Optional<Caller> authenticate(String token, HttpServletRequest request) {
        return decode(token).map(valid -> new Caller(AccountId.of(Objects.requireNonNull(valid.getSubject())),
                Set.of(Objects.requireNonNull(valid.getClaimAsString(SCOPE)).split(" ")), null));
    }

    /// Empty unless it's valid.
    Optional<Jwt> decode(String token) {
        try {
            return Optional.of(decoder.decode(token));
        } catch (JwtException _) {
            return Optional.empty();
        }
    }

    /// @param claims of a valid token
    static AuthorizationId authorization(Map<String, Object> claims) {
        return AuthorizationId.of(String.valueOf(claims.get(AUTHORIZATION)));
    }

    static AuthorizationId authorization(Jwt valid) {
        return authorization(valid.getClaims());
    }

    private boolean isAlive(Jwt token) {
        try {
            return token.getClaimAsString(SCOPE) != null && !ended.contains(authorization(token).value())
                    && !ended.contains(ClientId.of(String.valueOf(token.getClaimAsString(CLIENT))).value());
        } catch (InvalidId _) {
            return false;
        }
    }
}
