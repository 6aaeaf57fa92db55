package io.mainstay.factors;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.auth.SessionId;
import io.mainstay.auth.StoredSecrets;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

@IntegrationTest
class ConfirmationIT {

    private static final List<String> SENSITIVE = List.of("POST /v1/account/totp", "POST /v1/account/totp/confirm",
            "DELETE /v1/account/totp", "POST /v1/account/recovery-codes", "POST /v1/account/passkey-challenges",
            "POST /v1/account/passkeys", "DELETE /v1/account/passkeys/passkey_01h455vb4pex5vsknk084sn02q");

    @Autowired
    ApiClient api;
    @Autowired
    Clock clock;
    @Autowired
    Owner tables;
    @Autowired
    StoredSecrets secrets;

    private Factors people;

    @BeforeEach
    void people() {
        people = new Factors(api, tables.jdbc(), secrets, clock);
    }

    @Test
    void isRequiredSomeMinutesAfterTheLogIn() {
        var fresh = logIn(api.signedUp());
        begin(fresh.person()).expectStatus().isCreated();

        var old = refreshedLater(fresh, 301);
        for (var endpoint : SENSITIVE) {
            var parts = endpoint.split(" ");
            api.send(HttpMethod.valueOf(parts[0]), parts[1], parts[0].equals("POST") ? Map.of() : null,
                    headers -> headers.setBearerAuth(old.person().token())).expectStatus().isUnauthorized()
                    .expectHeader()
                    .valueEquals(HttpHeaders.WWW_AUTHENTICATE,
                            "Bearer error=\"insufficient_user_authentication\", max_age=\"300\"")
                    .expectBody().jsonPath("$.code").isEqualTo("confirmation-required").jsonPath("$.maxAgeSeconds")
                    .isEqualTo(300);
        }
        // what isn't sensitive goes on
        api.get(old.person(), "/v1/account/factors").expectStatus().isOk();
    }

    @Test
    void comesWithThePasswordOfAnAccountWithoutFactors() throws ParseException {
        var old = refreshedLater(logIn(api.signedUp()), 3600);
        begin(old.person()).expectStatus().isUnauthorized();

        var confirmed = confirm(old.person(), "password", old.person().password());
        assertThat(authTime(confirmed)).isGreaterThan(clock.instant().getEpochSecond() - 60);
        begin(confirmed).expectStatus().isCreated();
        // the token before says what it said
        begin(old.person()).expectStatus().isUnauthorized();
    }

    @Test
    void staysAndAgesOverARefresh() throws ParseException {
        var old = refreshedLater(logIn(api.signedUp()), 3600);
        confirm(old.person(), "password", old.person().password());
        var refreshed = refreshed(old);
        begin(refreshed.person()).expectStatus().isCreated();

        assertThat(authTime(refreshed(refreshed).person())).isEqualTo(authTime(refreshed.person()));
        begin(refreshedLater(refreshed, 400).person()).expectStatus().isUnauthorized();
    }

    @Test
    void needsAFactorWhereThereIsOne() {
        var person = people.withTotp();
        var session = person.session();
        attempt(session, "password", session.password()).expectStatus().isEqualTo(422).expectBody().jsonPath("$.code")
                .isEqualTo("factor-needed");
        attempt(session, "code", people.wrongCode(person.secret())).expectStatus().isEqualTo(422).expectBody()
                .jsonPath("$.code").isEqualTo("wrong-factor");

        confirm(session, "code", people.freshCode(person));
        confirm(session, "recoveryCode", person.recoveryCodes().getFirst());
        var authenticator = people.withPasskey(session);
        confirm(session, "passkey", authenticator.get(people.requestOptions()));
        assertThat(people.events(session.id().value(), "session.confirmed")).isEqualTo(3);
        assertThat(people.events(session.id().value(), "session.confirmationRefused")).isOne();
    }

    @Test
    void isNotGivenForAWrongPasswordHoweverOften() {
        var person = api.signedUp();
        for (var attempt = 0; attempt < 5; attempt++) {
            attempt(person, "password", "a wrong password").expectStatus().isEqualTo(422).expectBody()
                    .jsonPath("$.code").isEqualTo("wrong-password");
        }
        attempt(person, "password", person.password()).expectStatus().isEqualTo(429).expectHeader()
                .exists(HttpHeaders.RETRY_AFTER);
    }

    @Test
    void isTheSessionsOwnAndNotAnothers() throws ParseException {
        var person = api.signedUp();
        var here = logIn(person);
        var there = refreshedLater(logIn(person), 3600);
        confirm(here.person(), "password", person.password());

        begin(refreshed(there).person()).expectStatus().isUnauthorized();
    }

    @Test
    void isRefusedWithoutASessionAndWithoutAProof() {
        var person = api.signedUp();
        api.post("/v1/sessions/current/confirm", Map.of("password", person.password())).expectStatus()
                .isUnauthorized();
        for (var body : List.of(Map.of(), Map.of("password", person.password(), "code", "123456"),
                Map.of("code", "x"))) {
            api.post(person, "/v1/sessions/current/confirm", body).expectStatus().isEqualTo(422);
        }
        attempt(person, "code", "123456").expectStatus().isEqualTo(422).expectBody().jsonPath("$.code")
                .isEqualTo("wrong-factor");
    }

    record LoggedIn(Session person, SessionId session, String refreshToken) {}

    private LoggedIn logIn(Session person) {
        return loggedIn(person, people.logIn(person).expectStatus().isCreated());
    }

    private LoggedIn refreshed(LoggedIn session) {
        return loggedIn(session.person(),
                api.post("/v1/sessions/refresh", Map.of("refreshToken", session.refreshToken())).expectStatus().isOk());
    }

    /// As if the person had shown who they are that much earlier.
    private LoggedIn refreshedLater(LoggedIn session, int seconds) {
        tables.jdbc().sql("""
                update auth.session set confirmed_at = confirmed_at - make_interval(secs => :seconds) where id = :id""")
                .param("seconds", seconds).param("id", session.session().value()).update();
        return refreshed(session);
    }

    private static LoggedIn loggedIn(Session person, ResponseSpec answer) {
        var body = Factors.body(answer);
        return new LoggedIn(Factors.with(person, body.get("accessToken")), SessionId.of((String) body.get("id")),
                (String) body.get("refreshToken"));
    }

    private ResponseSpec begin(Session person) {
        return api.post(person, "/v1/account/totp", Map.of());
    }

    private ResponseSpec attempt(Session person, String kind, Object proof) {
        return api.post(person, "/v1/sessions/current/confirm", Map.of(kind, proof));
    }

    private Session confirm(Session person, String kind, Object proof) {
        var body = Factors.body(attempt(person, kind, proof).expectStatus().isOk().expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "no-store"));
        assertThat(body).containsKeys("id", "expiresIn").containsEntry("tokenType", "Bearer")
                .doesNotContainKey("refreshToken");
        return Factors.with(person, body.get("accessToken"));
    }

    private static long authTime(Session person) throws ParseException {
        return SignedJWT.parse(person.token()).getJWTClaimsSet().getLongClaim("auth_time");
    }
}
