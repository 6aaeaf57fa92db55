package io.mainstay.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.function.Predicate;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/// Decodes access tokens, and remembers whose signature was right: a client sends the same token for minutes, and
/// checking it anew took a quarter of the requests' processor time. What can change while a token lives, its claims
/// against the clock and whether its key is still ours, is looked at each time. Tokens that are not valid are never remembered.
final class VerifiedTokens implements JwtDecoder {

    /// No access token lives longer.
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final JwtDecoder signatures;
    private final Predicate<String> verifies;
    private final OAuth2TokenValidator<Jwt> claims;
    private final Cache<String, Jwt> verified;

    /// @param signatures looks at a token's form, type and signature alone
    /// @param verifies whether the key of this id is still ours
    /// @param claims looks at the rest
    /// @param max tokens remembered; beyond that the least used are checked again
    VerifiedTokens(JwtDecoder signatures, Predicate<String> verifies, OAuth2TokenValidator<Jwt> claims, int max) {
        this.signatures = signatures;
        this.verifies = verifies;
        this.claims = claims;
        this.verified = Caffeine.newBuilder().maximumSize(max).expireAfterWrite(LONGEST).build();
    }

    /// @throws org.springframework.security.oauth2.jwt.JwtException if the token is not one of ours, or no longer valid
    @Override
    public Jwt decode(String token) {
        var known = verified.getIfPresent(token);
        var decoded = known == null ? signatures.decode(token) : known;
        if (!(decoded.getHeaders().get("kid") instanceof String kid) || !verifies.test(kid)) {
            verified.invalidate(token);
            throw new BadJwtException("the key is not ours any more");
        }
        if (claims.validate(decoded).hasErrors()) {
            throw new BadJwtException("the claims are not valid, or no longer");
        }
        if (known == null) {
            verified.put(token, decoded);
        }
        return decoded;
    }
}
