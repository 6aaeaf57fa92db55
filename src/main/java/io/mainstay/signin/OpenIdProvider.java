package io.mainstay.signin;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/// One provider: where to send people, and who they are when they come back. Its metadata and keys are kept for a few
/// minutes. Source: OpenID Connect Core, 3.1.
final class OpenIdProvider {

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384,
            JWSAlgorithm.PS256, JWSAlgorithm.RS256);
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration LEEWAY = Duration.ofSeconds(60);
    private static final String METADATA = "/.well-known/openid-configuration";

    private final SignInSettings.Provider settings;
    private final String redirectUri;
    private final ProviderCalls calls;
    private final Clock clock;
    private final LoadingCache<String, ProviderMetadata> metadata;
    private final LoadingCache<String, JWKSet> keys;

    OpenIdProvider(SignInSettings.Provider settings, String redirectUri, ProviderCalls calls, Clock clock) {
        this.settings = settings;
        this.redirectUri = redirectUri;
        this.calls = calls;
        this.clock = clock;
        this.metadata = Caffeine.newBuilder().expireAfterWrite(KEPT)
                .build(issuer -> ProviderMetadata.of(calls.get(reached(issuer + METADATA)), issuer));
        this.keys = Caffeine.newBuilder().expireAfterWrite(KEPT).build(address -> keys(calls, address));
    }

    /// @throws ProviderFailure if it doesn't answer, or not as it should
    String authorizationAddress(Attempt attempt) {
        return UriComponentsBuilder.fromUriString(metadata.get(settings.issuer()).authorizationEndpoint())
                .queryParam("response_type", "code").queryParam("client_id", "{clientId}")
                .queryParam("redirect_uri", "{redirectUri}").queryParam("scope", "{scope}")
                .queryParam("state", attempt.state()).queryParam("nonce", attempt.nonce())
                .queryParam("code_challenge", attempt.challenge()).queryParam("code_challenge_method", "S256").encode()
                .buildAndExpand(settings.clientId(), redirectUri, "openid email profile").toUriString();
    }

    /// Whether an answer is this provider's, so that no other can have its code exchanged here. Source: RFC 9207, 2.4.
    boolean isNamed(@Nullable String presented) {
        return presented == null
                ? !metadata.get(settings.issuer()).namesItself()
                : presented.equals(settings.issuer());
    }

    /// @throws ProviderFailure if it doesn't vouch for anybody
    Identity identify(Attempt attempt, String code) {
        var form = new LinkedMultiValueMap<String, String>();
        form.add("grant_type", "authorization_code");
        form.add("code", code);
        form.add("redirect_uri", redirectUri);
        form.add("code_verifier", attempt.verifier());
        var answer = calls.post(reached(metadata.get(settings.issuer()).tokenEndpoint()), settings.clientId(),
                settings.clientSecret(), form);
        return identity(verified(answer.path("id_token").asString("")), attempt);
    }

    private Identity identity(Jwt token, Attempt attempt) {
        var audience = token.getAudience();
        var now = clock.instant();
        if (!settings.issuer().equals(token.getClaimAsString("iss")) || audience == null
                || !audience.contains(settings.clientId())
                || audience.size() > 1 && !settings.clientId().equals(token.getClaimAsString("azp"))
                || !attempt.nonce().equals(token.getClaimAsString("nonce"))
                || token.getExpiresAt() == null || token.getExpiresAt().isBefore(now.minus(LEEWAY))
                || token.getIssuedAt() == null || token.getIssuedAt().isAfter(now.plus(LEEWAY))) {
            throw new ProviderFailure("its ID token is not for this attempt");
        }
        var subject = token.getSubject();
        if (subject == null || subject.isEmpty() || subject.length() > 255 || subject.indexOf('\0') >= 0) {
            throw new ProviderFailure("its ID token has no subject");
        }
        var confirmed = settings.trustedForEmail() && Boolean.TRUE.equals(token.getClaimAsBoolean("email_verified"));
        return new Identity(settings.issuer(), subject, confirmed ? token.getClaimAsString("email") : null,
                token.getClaimAsString("name"));
    }

    private Jwt verified(String idToken) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, (selector, _) -> selector
                .select(keys.get(metadata.get(settings.issuer()).keys()))));
        processor.setJWTClaimsSetVerifier((_, _) -> {
        });
        var decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(_ -> OAuth2TokenValidatorResult.success());
        try {
            return decoder.decode(idToken);
        } catch (JwtException _) {
            // it may have other keys by now: the next attempt looks again
            keys.invalidateAll();
            throw new ProviderFailure("its ID token is not signed by it");
        }
    }

    private JWKSet keys(ProviderCalls calls, String address) {
        try {
            return JWKSet.parse(calls.get(reached(address)).toString());
        } catch (ParseException broken) {
            throw new ProviderFailure("its keys are none", broken);
        }
    }

    /// From this machine, which may be another way than a browser's.
    private String reached(String address) {
        return settings.address() != null && address.startsWith(settings.issuer())
                ? settings.address() + address.substring(settings.issuer().length())
                : address;
    }
}
