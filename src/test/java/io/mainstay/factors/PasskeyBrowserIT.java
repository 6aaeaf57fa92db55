package io.mainstay.factors;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.auth.StoredSecrets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/// Passkeys in a real Chromium with its own virtual authenticator; skipped where none is installed.
@IntegrationTest
@EnabledIf("chromiumIsInstalled")
class PasskeyBrowserIT {

    private static final String LOGGED_IN = "document.getElementById('outcome').textContent === 'You are logged in.'";

    @Autowired
    ApiClient api;
    @Autowired
    Clock clock;
    @Autowired
    Owner tables;
    @Autowired
    JsonMapper json;
    @LocalServerPort
    int port;
    @Autowired
    StoredSecrets secrets;

    @Test
    void makesAPasskeyAndLogsInWithIt() throws Exception {
        var people = new Factors(api, tables.jdbc(), secrets, clock);
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

    @Test
    void offersPasskeysOnTheLogInPage() throws Exception {
        var people = new Factors(api, tables.jdbc(), secrets, clock);
        var person = api.signedUp();
        try (var browser = new Chromium(port, "/log-in")) {
            browser.await("location.origin === 'http://localhost:8080' && document.readyState === 'complete'");
            browser.addAuthenticator();
            people.addPasskey(person, read(browser.evaluate("""
                    navigator.credentials.create({publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(%s)})
                        .then(credential => JSON.stringify(credential))"""
                    .formatted(json.writeValueAsString(people.creationOptions(person)))))).expectStatus().isCreated();

            browser.await("!document.getElementById('passkey').hidden");
            browser.evaluate("String(document.getElementById('passkey').click())");
            browser.await(LOGGED_IN);

            // and in the place of a code, after the password
            browser.evaluate("""
                    fetch('/v1/sessions/current').then(answer => answer.json()).then(session =>
                        fetch('/v1/sessions/current', {method: 'DELETE', headers: {'X-CSRF-Token': session.csrfToken}}))
                        .then(answer => { location.reload(); return String(answer.status); })""");
            browser.await("document.readyState === 'complete' && !document.getElementById('form').hidden"
                    + " && !document.getElementById('passkey').hidden");
            browser.evaluate("""
                    (() => { document.getElementById('email').value = '%s';
                        document.getElementById('password').value = '%s';
                        document.getElementById('send').click(); return ''; })()"""
                    .formatted(person.email(), person.password()));
            browser.await("!document.getElementById('factor').hidden");
            browser.evaluate("String(document.getElementById('passkeyInstead').click())");
            browser.await(LOGGED_IN);
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
