package io.mainstay.factors;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.auth.StoredSecrets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/// People with factors, who got them over HTTP.
final class Factors {

    private final ApiClient api;
    private final JdbcClient database;
    private final StoredSecrets secrets;
    private final Clock clock;

    Factors(ApiClient api, JdbcClient database, StoredSecrets secrets, Clock clock) {
        this.api = api;
        this.database = database;
        this.secrets = secrets;
        this.clock = clock;
    }

    /// @param secret what the authenticator app knows
    record WithTotp(Session session, byte[] secret, List<String> recoveryCodes) {}

    WithTotp withTotp() {
        return withTotp(api.signedUp());
    }

    WithTotp withTotp(Session session) {
        api.post(session, "/v1/account/totp", Map.of()).expectStatus().isCreated();
        var secret = secrets.decrypt(
                database.sql("select secret from factors.totp where account_id = :id").param("id", session.id().value())
                        .query((row, _) -> row.getBytes(1)).single(),
                "totp " + session.id());
        var answer = body(api.post(session, "/v1/account/totp/confirm", Map.of("code", code(secret, 0))).expectStatus()
                .isOk());
        return new WithTotp(session, secret, strings(answer.get("recoveryCodes")));
    }

    /// A code that is good now: what was used before is forgotten first, for which a test needn't wait half a minute.
    String freshCode(WithTotp person) {
        var name = "totp " + person.session().id();
        // encrypted anew it counts as another secret, whose steps begin anew
        database.sql("update factors.totp set secret = :secret, last_step = 0 where account_id = :id")
                .param("secret", secrets.encrypt(person.secret(), name)).param("id", person.session().id().value())
                .update();
        return code(person.secret(), 0);
    }

    /// @param offset in steps from now
    String code(byte[] secret, int offset) {
        return "%06d".formatted(Totp.codeOf(secret, Totp.stepAt(clock.instant()) + offset));
    }

    /// None of those that are good around now.
    String wrongCode(byte[] secret) {
        for (var guess = 0;; guess++) {
            var code = "%06d".formatted(guess);
            if (IntStream.rangeClosed(-3, 3).noneMatch(offset -> code(secret, offset).equals(code))) {
                return code;
            }
        }
    }

    /// The challenge that the password alone gives.
    String challenge(Session person) {
        return (String) body(logIn(person).expectStatus().isUnauthorized()).get("challenge");
    }

    ResponseSpec logIn(Session person) {
        return api.post("/v1/sessions", Map.of("email", person.email(), "password", person.password()));
    }

    ResponseSpec secondFactor(String challenge, String kind, Object proof) {
        return api.post("/v1/sessions/second-factor", Map.of("challenge", challenge, kind, proof));
    }

    /// Registered over HTTP, with an authenticator of its own.
    VirtualAuthenticator withPasskey(Session person) {
        var authenticator = new VirtualAuthenticator();
        addPasskey(person, authenticator).expectStatus().isCreated();
        return authenticator;
    }

    ResponseSpec addPasskey(Session person, VirtualAuthenticator authenticator) {
        return addPasskey(person, authenticator.create(creationOptions(person)));
    }

    ResponseSpec addPasskey(Session person, Map<String, Object> credential) {
        return api.post(person, "/v1/account/passkeys", Map.of("name", "my phone", "passkey", credential));
    }

    Map<String, Object> creationOptions(Session person) {
        return body(api.post(person, "/v1/account/passkey-challenges", Map.of()).expectStatus().isOk());
    }

    Map<String, Object> requestOptions() {
        return body(api.post("/v1/passkey-challenges", Map.of()).expectStatus().isOk());
    }

    ResponseSpec passkeyLogIn(Map<String, Object> credential) {
        return api.post("/v1/sessions/passkey", Map.of("passkey", credential));
    }

    /// The same person with another access token.
    static Session with(Session person, Object accessToken) {
        return new Session(person.id(), person.email(), person.password(), (String) accessToken);
    }

    ResponseSpec delete(Session person, String path) {
        return api.send(HttpMethod.DELETE, path, null, headers -> headers.setBearerAuth(person.token()));
    }

    /// The account's security events of a type.
    long events(UUID account, String type) {
        return database.sql("select count(*) from securitylog.event where account_id = :id and type = :type")
                .param("id", account).param("type", type).query(Long.class).single();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> body(ResponseSpec answer) {
        return Objects.requireNonNull(answer.expectBody(Map.class).returnResult().getResponseBody());
    }

    @SuppressWarnings("unchecked")
    static List<String> strings(@Nullable Object list) {
        return (List<String>) Objects.requireNonNull(list);
    }
}
