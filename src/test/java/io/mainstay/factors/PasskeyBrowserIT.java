package io.mainstay.factors;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.auth.StoredSecrets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// Passkeys in a real Chromium with its own virtual authenticator; skipped where none is installed.
@IntegrationTest
@EnabledIf("chromiumIsInstalled")
class PasskeyBrowserIT {

    @Autowired
    ApiClient api;
    @Autowired
    Clock clock;
    @Autowired
    JdbcClient database;
    @Autowired
    JsonMapper json;
    @LocalServerPort
    int port;
    @Autowired
    StoredSecrets secrets;

    @Test
    void makesAPasskeyAndLogsInWithIt() throws Exception {
        var people = new Factors(api, database, secrets, clock);
        var person = api.signedUp();
        try (var browser = new Chromium(port, "/verify-email")) {
            browser.await("location.origin === 'http://localhost:8080' && document.readyState === 'complete'");
            browser.addAuthenticator();
            var made = browser.evaluate("""
                    navigator.credentials.create({publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(%s)})
                        .then(credential => JSON.stringify(credential))"""
                    .formatted(json.writeValueAsString(people.creationOptions(person))));
            people.addPasskey(person, read(made)).expectStatus().isCreated();

            var session = Factors.body(people.passkeyLogIn(answer(browser, people)).expectStatus().isCreated());
            api.get(Factors.with(person, session.get("accessToken")), "/v1/account").expectStatus().isOk().expectBody()
                    .jsonPath("$.id").isEqualTo(person.id().toString());
            people.secondFactor(people.challenge(person), "passkey", answer(browser, people)).expectStatus()
                    .isCreated();
            // a second passkey for the same account isn't made on the same device
            var again = "navigator.credentials.create({publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(%s)})"
                    .formatted(json.writeValueAsString(people.creationOptions(person)));
            assertThatThrownBy(() -> browser.evaluate(again)).hasMessageContaining("InvalidStateError");
        }
    }

    private Map<String, Object> answer(Chromium browser, Factors people) throws InterruptedException {
        return read(browser.evaluate("""
                navigator.credentials.get({publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(%s)})
                    .then(credential => JSON.stringify(credential))"""
                .formatted(json.writeValueAsString(people.requestOptions()))));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> read(String credential) {
        return json.readValue(credential, Map.class);
    }

    static boolean chromiumIsInstalled() {
        return Chromium.executable().isPresent();
    }
}
