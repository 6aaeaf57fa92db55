package io.mainstay.auth;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import io.mainstay.caller.AccountId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;

/// Issues access tokens: JWTs signed with ES256, `typ: at+jwt`, with `iss aud sub client_id sid auth_time iat exp
/// jti`.
/// Source: RFC 9068.
@Component
class AccessTokens {

    static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    /// The only client that there is: whoever logs in with a password.
    private static final String CLIENT = "mainstay";

    /// Names the session, so that the token can be refused once that has ended.
    static final String SESSION = "sid";

    /// Seconds since 1970. Tokens of the version before don't have it.
    static final String CONFIRMED_AT = "auth_time";

    private final TokenSigning signing;
    private final Clock clock;
    private final AuthSettings settings;

    AccessTokens(TokenSigning signing, Clock clock, AuthSettings settings) {
        this.signing = signing;
        this.clock = clock;
        this.settings = settings;
    }

    /// @param value secret, and so not in [#toString]
    /// @param expiresInSeconds from now
    record Issued(String value, long expiresInSeconds) {

        @Override
        public String toString() {
            return "Issued[…]";
        }
    }

    /// @param confirmedAt when the session's person last showed who they are
    Issued issue(AccountId account, SessionId session, Instant confirmedAt) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var claims = new JWTClaimsSet.Builder().issuer(settings.issuer()).audience(settings.audience())
                .subject(account.toString()).claim("client_id", CLIENT).claim(SESSION, session.toString())
                .claim(CONFIRMED_AT, confirmedAt.getEpochSecond())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(settings.accessTokenLifetime())))
                .jwtID(UUID.randomUUID().toString()).build();
        return new Issued(signing.sign(TokenSigning.Kind.ACCESS_TOKEN, claims),
                settings.accessTokenLifetime().toSeconds());
    }

    /// @param claims of a valid access token
    static SessionId session(Jwt claims) {
        return SessionId.of(required(claims.getClaimAsString(SESSION)));
    }

    static String required(@Nullable String claim) {
        if (claim == null) {
            throw new IllegalStateException("AccessTokenClaims lets no token without it pass");
        }
        return claim;
    }
}
