package io.mainstay.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.time.Clock;
import java.util.function.Predicate;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;

/// Makes decoders of access tokens. They trust the published keys, ES256 and `at+jwt` alone, whatever a token's header
/// asks for, and require `iss aud sub client_id iat exp jti` of this installation and this time. Source: RFC 8725,
/// RFC 9068.
@Component
public class AccessTokenDecoders {

    private final SigningKeys keys;
    private final AuthSettings settings;
    private final Clock clock;

    AccessTokenDecoders(SigningKeys keys, AuthSettings settings, Clock clock) {
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    /// @param alive looks at what else a token has to say, each time: whether what it was issued for has not ended
    /// @return one that remembers whose signature was right
    public JwtDecoder decoder(Predicate<Jwt> alive) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(AccessTokens.TYPE));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256,
                (selector, _) -> keys.select(selector)));
        // the claims are AccessTokenClaims' work
        processor.setJWTClaimsSetVerifier((_, _) -> {
        });
        var signatures = new NimbusJwtDecoder(processor);
        signatures.setJwtValidator(_ -> OAuth2TokenValidatorResult.success());
        return new VerifiedTokens(signatures, keys::verifies, new AccessTokenClaims(settings, clock, alive),
                settings.verifiedTokens());
    }
}
