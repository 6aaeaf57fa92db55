package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import io.mainstay.ids.InvalidId;
import java.time.Clock;
import java.util.function.Predicate;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/// Holds a token, whose signature and type are right already, against this installation and the clock.
/// Source: RFC 9068, 4.
final class AccessTokenClaims implements OAuth2TokenValidator<Jwt> {

    private static final OAuth2TokenValidatorResult REFUSED = OAuth2TokenValidatorResult
            .failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN));

    private final AuthSettings settings;
    private final Clock clock;
    private final Predicate<Jwt> alive;

    /// @param alive whether what the token was issued for has not ended
    AccessTokenClaims(AuthSettings settings, Clock clock, Predicate<Jwt> alive) {
        this.settings = settings;
        this.clock = clock;
        this.alive = alive;
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        return isOurs(token) && isCurrent(token) && hasAccount(token) && alive.test(token)
                ? OAuth2TokenValidatorResult.success()
                : REFUSED;
    }

    private boolean isOurs(Jwt token) {
        var audience = token.getAudience();
        return settings.issuer().equals(token.getClaimAsString("iss")) && audience != null
                && audience.contains(settings.audience());
    }

    private boolean isCurrent(Jwt token) {
        var issuedAt = token.getIssuedAt();
        var expiresAt = token.getExpiresAt();
        var notBefore = token.getNotBefore();
        var now = clock.instant();
        var latest = now.plus(settings.clockLeeway());
        return issuedAt != null && !issuedAt.isAfter(latest) && (notBefore == null || !notBefore.isAfter(latest))
                && expiresAt != null && expiresAt.isAfter(now.minus(settings.clockLeeway()));
    }

    private static boolean hasAccount(Jwt token) {
        var subject = token.getSubject();
        if (subject == null || token.getId() == null || token.getClaimAsString("client_id") == null) {
            return false;
        }
        try {
            var _ = AccountId.of(subject);
            return true;
        } catch (InvalidId _) {
            return false;
        }
    }
}
