package io.mainstay.auth;

import static com.nimbusds.jose.JWSAlgorithm.ES256;
import static com.nimbusds.jose.JWSAlgorithm.ES384;
import static com.nimbusds.jose.JWSAlgorithm.HS256;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/// Tokens as attackers make them. Each one differs from a good one in one thing, so the control, a good one made by the
/// same means, shows that it is that thing which is refused.
@IntegrationTest
class AccessTokenIT {

    @Autowired
    ApiClient api;
    @Autowired
    SigningKeys keys;
    @Autowired
    AuthSettings settings;

    private Session person;

    @BeforeEach
    void signUp() {
        person = api.signedUp();
    }

    @Test
    void takesAGoodOne() throws Exception {
        send(signed(good().build())).expectStatus().isOk();
        send(signed(good().expirationTime(inSeconds(-10)).build())).expectStatus().isOk();
    }

    @Test
    void refusesForgedOnes() throws Exception {
        var claims = good().build();
        var ours = keys.active();
        var theirs = new ECKeyGenerator(Curve.P_256).keyID(ours.getKeyID()).generate();
        var large = new ECKeyGenerator(Curve.P_384).keyID(ours.getKeyID()).generate();
        var good = signed(claims);

        var forged = new LinkedHashMap<String, String>();
        forged.put("no signature", new PlainJWT(claims).serialize());
        forged.put("signature removed", good.substring(0, good.lastIndexOf('.') + 1));
        forged.put("claims of another", swapClaims(good, signed(good().subject("account_00000000000000000000000000")
                .build())));
        forged.put("the public key as a shared secret",
                signed(header(HS256), claims, new MACSigner(
                        ours.toPublicJWK().toJSONString().getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        forged.put("the encoded public key as a shared secret",
                signed(header(HS256), claims, new MACSigner(ours.toECPublicKey().getEncoded())));
        forged.put("another algorithm", signed(header(ES384), claims, new ECDSASigner(large)));
        forged.put("another key under our id", signed(header(ES256), claims, new ECDSASigner(theirs)));
        forged.put("a key that it brings along",
                signed(header(ES256).jwk(theirs.toPublicJWK()), claims, new ECDSASigner(theirs)));
        forged.put("a key that it points at", signed(header(ES256).jwkURL(URI.create("http://localhost:1/jwks")),
                claims, new ECDSASigner(theirs)));
        for (var kid : List.of("../../dev/null", "' or 1=1 --", "unknown", "")) {
            forged.put("the key id " + kid,
                    signed(new JWSHeader.Builder(ES256).type(AccessTokens.TYPE).keyID(kid), claims, signer(theirs)));
        }
        forged.forEach(this::assertRefused);
    }

    @Test
    void refusesWhatWasMadeForSomethingElse() throws Exception {
        assertRefused("plain JWT type", signed(header(ES256).type(JOSEObjectType.JWT), good().build(), ourSigner()));
        assertRefused("no type", signed(header(ES256).type(null), good().build(), ourSigner()));
        assertRefused("another issuer", signed(good().issuer("https://evil.example").build()));
        assertRefused("no issuer", signed(good().issuer(null).build()));
        assertRefused("another audience", signed(good().audience("other").build()));
        assertRefused("no audience", signed(good().audience((String) null).build()));
        assertRefused("no subject", signed(good().subject(null).build()));
        assertRefused("another kind of subject", signed(good().subject("order_00000000000000000000000000").build()));
        assertRefused("no client", signed(good().claim("client_id", null).build()));
        assertRefused("no session", signed(good().claim("sid", null).build()));
        assertRefused("another kind of session",
                signed(good().claim("sid", "order_00000000000000000000000000").build()));
        assertRefused("no id", signed(good().jwtID(null).build()));
    }

    @Test
    void refusesWhatIsNotOfThisTime() throws Exception {
        assertRefused("expired", signed(good().expirationTime(inSeconds(-60)).build()));
        assertRefused("without end", signed(good().expirationTime(null).build()));
        assertRefused("without beginning", signed(good().issueTime(null).build()));
        assertRefused("issued in the future", signed(good().issueTime(inSeconds(120)).build()));
        assertRefused("not valid yet", signed(good().notBeforeTime(inSeconds(120)).build()));
    }

    @Test
    void refusesWhatIsNoToken() {
        for (var value : List.of("Bearer", "Bearer ", "Bearer nonsense", "Bearer a.b.c", "Bearer a b", "Bearer é")) {
            assertRefusedHeader(value);
        }
    }

    @Test
    void isNotTakenFromAnAddress() {
        api.get("/v1/account?access_token=" + person.token()).expectStatus().isUnauthorized();
    }

    private void assertRefused(String what, String token) {
        try {
            assertRefusedHeader("Bearer " + token);
        } catch (AssertionError error) {
            throw new AssertionError("must be refused: " + what, error);
        }
    }

    private void assertRefusedHeader(String authorization) {
        for (var path : List.of("/v1/account", "/.well-known/jwks.json")) {
            api.send(HttpMethod.GET, path, null, headers -> headers.set(HttpHeaders.AUTHORIZATION, authorization))
                    .expectStatus().isUnauthorized().expectHeader()
                    .valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"").expectHeader()
                    .contentType("application/problem+json").expectBody().jsonPath("$.code")
                    .isEqualTo("unauthenticated").jsonPath("$.requestId").exists();
        }
    }

    private org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec send(String token) {
        return api.send(HttpMethod.GET, "/v1/account", null, headers -> headers.setBearerAuth(token));
    }

    private JWTClaimsSet.Builder good() {
        return new JWTClaimsSet.Builder().issuer(settings.issuer()).audience(settings.audience())
                .subject(person.id().toString()).claim("client_id", "mainstay")
                .claim("sid", SessionId.next().toString()).issueTime(inSeconds(-120))
                .expirationTime(inSeconds(300)).jwtID("test");
    }

    private JWSHeader.Builder header(com.nimbusds.jose.JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm).type(AccessTokens.TYPE).keyID(keys.active().getKeyID());
    }

    private String signed(JWTClaimsSet claims) throws JOSEException {
        return signed(header(ES256), claims, ourSigner());
    }

    private JWSSigner ourSigner() throws JOSEException {
        return signer(keys.active());
    }

    private static JWSSigner signer(ECKey key) throws JOSEException {
        return new ECDSASigner(key);
    }

    private static String signed(JWSHeader.Builder header, JWTClaimsSet claims, JWSSigner signer)
            throws JOSEException {
        var token = new SignedJWT(header.build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static String swapClaims(String token, String other) {
        var parts = token.split("\\.");
        return parts[0] + "." + other.split("\\.")[1] + "." + parts[2];
    }

    private static Date inSeconds(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }
}
