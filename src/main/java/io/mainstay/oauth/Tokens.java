package io.mainstay.oauth;

import com.nimbusds.jwt.JWTClaimsSet;
import io.mainstay.auth.TokenSigning;
import io.mainstay.auth.TokenSigning.Kind;
import io.mainstay.caller.AccountId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.stereotype.Component;

/// Makes the tokens that clients get: access tokens of the same form as those of our own sessions (RFC 9068), ID tokens
/// (OpenID Connect Core, 2) and refresh tokens that carry nothing but secrets.
@Component
class Tokens implements OAuth2TokenGenerator<OAuth2Token> {

    private final TokenSigning signing;
    private final ClientStore clients;
    private final IdentityClaims identity;
    private final OAuthSettings settings;
    private final Clock clock;

    Tokens(TokenSigning signing, ClientStore clients, IdentityClaims identity, OAuthSettings settings, Clock clock) {
        this.signing = signing;
        this.clients = clients;
        this.identity = identity;
        this.settings = settings;
        this.clock = clock;
    }

    /// Null for codes, which the library makes.
    @Override
    public @Nullable OAuth2Token generate(OAuth2TokenContext context) {
        return switch (context.getTokenType().getValue()) {
            case OAuth2ParameterNames.ACCESS_TOKEN -> accessToken(context);
            case OidcParameterNames.ID_TOKEN -> idToken(context);
            case OAuth2ParameterNames.REFRESH_TOKEN -> refreshToken(context);
            default -> null;
        };
    }

    /// @throws OAuth2AuthenticationException `invalid_grant` if the account was closed since it was asked
    private Jwt accessToken(OAuth2TokenContext context) {
        var person = person(context);
        if (person != null && !identity.isSomebody(person.account())) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
        }
        var authorization = context.getAuthorization();
        var id = authorization == null
                ? AuthorizationId.next()
                : new AuthorizationId(UUID.fromString(authorization.getId()));
        return signed(Kind.ACCESS_TOKEN, claims(context).audience(signing.audience())
                .claim(OAuthAccessTokens.CLIENT, context.getRegisteredClient().getClientId())
                .claim(OAuthAccessTokens.AUTHORIZATION, id.toString())
                .claim(OAuthAccessTokens.SCOPE, String.join(" ", new TreeSet<>(context.getAuthorizedScopes())))
                .build());
    }

    private Jwt idToken(OAuth2TokenContext context) {
        var client = context.getRegisteredClient().getClientId();
        var claims = claims(context).audience(client).claim("azp", client);
        var person = person(context);
        if (person != null) {
            identity.of(person.account(), context.getAuthorizedScopes()).forEach(claims::claim);
            if (person.confirmedAt() != null) {
                claims.claim("auth_time", person.confirmedAt().getEpochSecond());
            }
        }
        var authorization = context.getAuthorization();
        OAuth2AuthorizationRequest request = authorization == null
                ? null
                : authorization.getAttribute(OAuth2AuthorizationRequest.class.getName());
        if (request != null
                && request.getAdditionalParameters().get(OidcParameterNames.NONCE) instanceof String nonce) {
            claims.claim(OidcParameterNames.NONCE, nonce);
        }
        return signed(Kind.ID_TOKEN, claims.build());
    }

    private OAuth2RefreshToken refreshToken(OAuth2TokenContext context) {
        var authorization = Objects.requireNonNull(context.getAuthorization());
        var next = Optional.ofNullable(authorization.getRefreshToken())
                .flatMap(current -> RefreshTokenValue.parse(current.getToken().getTokenValue()))
                .map(RefreshTokenValue::next).orElseGet(() -> RefreshTokenValue
                        .first(new AuthorizationId(UUID.fromString(authorization.getId()))));
        var now = clock.instant();
        return new OAuth2RefreshToken(next.encode(), now, now.plus(settings.authorizationLifetime()));
    }

    private JWTClaimsSet.Builder claims(OAuth2TokenContext context) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new JWTClaimsSet.Builder().issuer(signing.issuer()).subject(subject(context).toString())
                .issueTime(Date.from(now)).expirationTime(Date.from(now.plus(signing.accessTokenLifetime())))
                .jwtID(UUID.randomUUID().toString());
    }

    private AccountId subject(OAuth2TokenContext context) {
        var person = person(context);
        return person != null
                ? person.account()
                : clients.find(ClientId.of(context.getRegisteredClient().getClientId())).orElseThrow().serviceAccount();
    }

    private static @Nullable AccountAuthentication person(OAuth2TokenContext context) {
        return context.getPrincipal() instanceof AccountAuthentication person ? person : null;
    }

    private Jwt signed(Kind kind, JWTClaimsSet claims) {
        return new Jwt(signing.sign(kind, claims), instant(claims.getIssueTime()), instant(claims.getExpirationTime()),
                Map.of("typ", kind.name()), claims.getClaims());
    }

    private static Instant instant(Date date) {
        return date.toInstant();
    }
}
