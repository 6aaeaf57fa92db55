package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;

class VerifiedTokensTests {

    private static final OAuth2TokenValidatorResult REFUSED = OAuth2TokenValidatorResult
            .failure(new OAuth2Error("invalid_token"));

    private final List<String> checked = new ArrayList<>();
    private boolean current = true;
    private boolean keyIsOurs = true;
    private final VerifiedTokens tokens = new VerifiedTokens(this::signature, kid -> kid.equals("kid") && keyIsOurs,
            _ -> current ? OAuth2TokenValidatorResult.success() : REFUSED, 10);

    @Test
    void checksASignatureOnce() {
        assertThat(tokens.decode("good")).isEqualTo(tokens.decode("good"));

        assertThat(checked).containsExactly("good");
    }

    @Test
    void looksAtTheClaimsOfAKnownTokenEachTime() {
        tokens.decode("good");
        current = false;

        assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> tokens.decode("good"));
    }

    @Test
    void remembersNoTokenThatWasRefused() {
        assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> tokens.decode("forged"));
        assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> tokens.decode("forged"));
        current = false;
        assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> tokens.decode("early"));
        current = true;
        tokens.decode("early");

        assertThat(checked).containsExactly("forged", "forged", "early", "early");
    }

    @Test
    void looksWhetherTheKeyIsStillOursEachTime() {
        tokens.decode("good");
        keyIsOurs = false;

        assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> tokens.decode("good"));
    }

    private Jwt signature(String token) {
        checked.add(token);
        if (token.equals("forged")) {
            throw new BadJwtException("signature");
        }
        return Jwt.withTokenValue(token).header("alg", "ES256").header("kid", "kid").issuedAt(Instant.EPOCH)
                .claim("sub", "account").build();
    }
}
