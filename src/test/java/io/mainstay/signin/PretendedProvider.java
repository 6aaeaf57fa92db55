package io.mainstay.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// An OpenID provider on this machine that says what a test wants it to.
final class PretendedProvider implements AutoCloseable {

    private final HttpServer server;
    private final ECKey key;
    private volatile Function<String, String> answer = form -> "{}";
    private volatile String metadataIssuer;

    PretendedProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            key = new ECKeyGenerator(Curve.P_256).keyID("theirs").generate();
        } catch (IOException | JOSEException failed) {
            throw new IllegalStateException(failed);
        }
        metadataIssuer = issuer();
        server.createContext("/.well-known/openid-configuration", exchange -> send(exchange, """
                {"issuer":"%s","authorization_endpoint":"%s/authorize","token_endpoint":"%s/token","jwks_uri":"%s/keys",
                 "authorization_response_iss_parameter_supported":true}"""
                .formatted(metadataIssuer, issuer(), issuer(), issuer())));
        server.createContext("/keys", exchange -> send(exchange, new JWKSet(key.toPublicJWK()).toString()));
        server.createContext("/token", exchange -> send(exchange,
                answer.apply(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))));
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    ECKey key() {
        return key;
    }

    void callsItself(String issuer) {
        metadataIssuer = issuer;
    }

    void answers(String idToken) {
        answer = _ -> "{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"id_token\":\"" + idToken + "\"}";
    }

    void answersText(String text) {
        answer = _ -> text;
    }

    static String signed(ECKey key, JWTClaimsSet claims, JOSEObjectType type) {
        var token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).type(type).keyID(key.getKeyID()).build(),
                claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException failed) {
            throw new IllegalStateException(failed);
        }
        return token.serialize();
    }

    private static void send(HttpExchange exchange, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
