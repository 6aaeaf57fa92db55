package io.mainstay.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
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

    private final SigningKeys keys;
    private final Clock clock;
    private final AuthSettings settings;

    AccessTokens(SigningKeys keys, Clock clock, AuthSettings settings) {
        this.keys = keys;
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
        var key = keys.active();
        var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).type(TYPE).keyID(key.getKeyID()).build(),
                claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException impossible) {
            throw new IllegalStateException("the signing key does not sign", impossible);
        }
        return new Issued(token.serialize(), settings.accessTokenLifetime().toSeconds());
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
