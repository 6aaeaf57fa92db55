package io.mainstay.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Signs tokens with the key that is active at that moment, by ES256. Whoever calls it decides what they say.
@Component
public class TokenSigning {

    private final SigningKeys keys;
    private final AuthSettings settings;

    TokenSigning(SigningKeys keys, AuthSettings settings) {
        this.keys = keys;
        this.settings = settings;
    }

    /// What each kind of token is called in its header, so that none is taken for another. Source: RFC 8725, 3.11.
    public enum Kind {

        ACCESS_TOKEN(AccessTokens.TYPE),
        ID_TOKEN(JOSEObjectType.JWT),
        LEDGER_CHECKPOINT(new JOSEObjectType("ledger-checkpoint+jwt"));

        // a value that doesn't change, which its type doesn't say
        @SuppressWarnings("ImmutableEnumChecker")
        private final JOSEObjectType type;

        Kind(JOSEObjectType type) {
            this.type = type;
        }
    }

    /// `iss` of every token: the public address of this installation.
    public String issuer() {
        return settings.issuer();
    }

    /// `aud` of access tokens to the API.
    public String audience() {
        return settings.audience();
    }

    /// The longest that an access token may live, ten minutes at most.
    public Duration accessTokenLifetime() {
        return settings.accessTokenLifetime();
    }

    /// How far the clocks of two instances may differ.
    public Duration clockLeeway() {
        return settings.clockLeeway();
    }

    /// @return the token in its compact form, which is a secret
    public String sign(Kind kind, JWTClaimsSet claims) {
        var key = keys.active();
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).type(kind.type).keyID(key.getKeyID()).build(), claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException impossible) {
            throw new IllegalStateException("the signing key does not sign", impossible);
        }
        return token.serialize();
    }
}
