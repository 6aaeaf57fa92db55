package io.mainstay.factors;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.auth.StoredSecrets;
import java.text.ParseException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;

@IntegrationTest
class SecondFactorIT {

    @Autowired
    ApiClient api;
    @Autowired
    Clock clock;
    @Autowired
    Owner tables;
    @Autowired
    Owner owner;
    @Autowired
    StoredSecrets secrets;

    private Factors people;

    @BeforeEach
    void people() {
        people = new Factors(api, tables.jdbc(), secrets, clock);
    }

    @Test
    void isAskedForWhenThePasswordWasRight() throws ParseException {
        var person = people.withTotp();
        var asked = people.logIn(person.session()).expectStatus().isUnauthorized().expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "no-store").expectHeader()
                .valueEquals(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        var problem = Factors.body(asked);
        assertThat(problem).containsEntry("code", "second-factor-required").containsEntry("expiresIn", 300)
                .containsEntry("factors", List.of("recoveryCode", "totp")).doesNotContainKey("accessToken");

        var session = Factors.body(people
                .secondFactor((String) Objects.requireNonNull(problem.get("challenge")), "code",
                        people.freshCode(person))
                .expectStatus().isCreated().expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "no-store"));
        assertThat(session).containsKeys("id", "accessToken", "refreshToken", "expiresIn");
        var claims = SignedJWT.parse((String) session.get("accessToken")).getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo(person.session().id().toString());
        assertThat(claims.getLongClaim("auth_time")).isBetween(clock.instant().getEpochSecond() - 60,
                clock.instant().getEpochSecond() + 1);
        api.get(Factors.with(person.session(), session.get("accessToken")), "/v1/account").expectStatus().isOk();
    }

    @Test
    void isOverOnceThePasswordIsAnother() {
        var person = people.withTotp();
        var challenge = people.challenge(person.session());
        api.post(person.session(), "/v1/account/change-password", Map.of("currentPassword",
                person.session().password(), "newPassword", "another horse battery staple")).expectStatus()
                .isNoContent();

        assertInvalid(challenge, "recoveryCode", person.recoveryCodes().getFirst());
    }

    /// Whoever lacks the password learns nothing of the factors.
    @Test
    void isNotSpokenOfBefore() {
        var with = people.withTotp().session();
        var without = api.signedUp();
        var answers = Stream.of(with.email(), without.email(), ApiClient.newEmail()).map(email -> {
            var problem = new HashMap<>(Factors.body(api.post("/v1/sessions",
                    Map.of("email", email, "password", "a wrong password")).expectStatus().isUnauthorized()));
            problem.remove("requestId");
            return problem;
        }).toList();

        assertThat(answers).allMatch(answers.getFirst()::equals);
        assertThat(answers.getFirst()).containsEntry("code", "invalid-credentials").doesNotContainKeys("factors",
                "challenge");
    }

    @Test
    void takesAChallengeOnce() {
        var person = people.withTotp();
        var challenge = people.challenge(person.session());
        people.secondFactor(challenge, "recoveryCode", person.recoveryCodes().get(0)).expectStatus().isCreated();

        assertInvalid(challenge, "recoveryCode", person.recoveryCodes().get(1));
    }

    @Test
    void takesAChallengeOnceHoweverManySendItAtOnce() throws Exception {
        var person = people.withTotp();
        var challenge = people.challenge(person.session());
        var statuses = Race.of(5, racer -> people.secondFactor(challenge, "recoveryCode",
                person.recoveryCodes().get(racer)).expectBody().returnResult().getStatus().value());

        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
    }

    @Test
    void isOfTheAccountWhosePasswordItWas() {
        var mine = people.withTotp();
        var theirs = people.withTotp();
        var challenge = people.challenge(theirs.session());

        people.secondFactor(challenge, "code", people.freshCode(mine)).expectStatus().isUnauthorized();
        people.secondFactor(challenge, "recoveryCode", mine.recoveryCodes().getFirst()).expectStatus().isUnauthorized();
        people.secondFactor(challenge, "recoveryCode", theirs.recoveryCodes().getFirst()).expectStatus().isCreated();
    }

    @Test
    void hasFewTriesPerChallenge() {
        var person = people.withTotp();
        var challenge = people.challenge(person.session());
        for (var attempt = 0; attempt < 5; attempt++) {
            people.secondFactor(challenge, "code", people.wrongCode(person.secret())).expectStatus().isUnauthorized()
                    .expectBody().jsonPath("$.code").isEqualTo("second-factor-refused");
        }

        assertInvalid(challenge, "recoveryCode", person.recoveryCodes().getFirst());
    }

    @Test
    void hasFewTriesHoweverManyComeAtOnce() throws Exception {
        var person = people.withTotp();
        var challenges = IntStream.range(0, 10).mapToObj(_ -> people.challenge(person.session()))
                .toList();
        var codes = Race.of(40, racer -> (String) Factors.body(people.secondFactor(challenges.get(racer % 10), "code",
                people.wrongCode(person.secret()))).get("code"));

        assertThat(codes.stream().filter("second-factor-refused"::equals)).hasSizeBetween(1, 5);
        assertThat(codes.stream().filter(code -> !code.equals("second-factor-refused")))
                .allMatch("too-many-attempts"::equals);
    }

    @Test
    void costsAGrowingPauseWhichEndsAndLeavesOtherFactorsAlone() {
        var person = people.withTotp();
        fail(person, 5);
        people.secondFactor(people.challenge(person.session()), "code", people.freshCode(person)).expectStatus()
                .isEqualTo(429).expectHeader().valueEquals(HttpHeaders.RETRY_AFTER, "1");
        people.secondFactor(people.challenge(person.session()), "recoveryCode", person.recoveryCodes().getFirst())
                .expectStatus().isCreated();

        for (var doubled = 2; doubled <= 64; doubled *= 2) {
            endPause(person);
            fail(person, 1);
            var seconds = Integer.parseInt(Objects.requireNonNull(
                    people.secondFactor(people.challenge(person.session()), "code", people.freshCode(person))
                            .expectStatus().isEqualTo(429).expectBody().returnResult().getResponseHeaders()
                            .getFirst(HttpHeaders.RETRY_AFTER)));
            assertThat(seconds).isBetween(doubled - 1, doubled);
        }
        endPause(person);
        people.secondFactor(people.challenge(person.session()), "code", people.freshCode(person)).expectStatus()
                .isCreated();
        // a success forgets the failures
        fail(person, 4);
        people.secondFactor(people.challenge(person.session()), "code", people.freshCode(person)).expectStatus()
                .isCreated();
        assertThat(people.events(person.session().id().value(), "factor.refused")).isEqualTo(5 + 6 + 4);
    }

    @Test
    void neverPausesLongerThanTheSettingSays() {
        var person = people.withTotp();
        tables.jdbc().sql("""
                insert into auth.proof_attempt (account_id, kind, failures, last_at, next_at)
                values (:id, 'totp', 999, now(), now())""").param("id", person.session().id().value()).update();
        fail(person, 1);

        people.secondFactor(people.challenge(person.session()), "code", people.freshCode(person)).expectStatus()
                .isEqualTo(429).expectHeader().value(HttpHeaders.RETRY_AFTER,
                        seconds -> assertThat(Integer.parseInt(seconds)).isBetween(3590, 3600));
    }

    @Test
    void isOverAfterItsTime() {
        var person = people.withTotp();
        var challenge = people.challenge(person.session());
        owner.jdbc().sql("update auth.login_challenge set expires_at = now() where account_id = :id")
                .param("id", person.session().id().value()).update();

        assertInvalid(challenge, "recoveryCode", person.recoveryCodes().getFirst());
    }

    @Test
    void voidsTheOldestOfManyChallenges() {
        var person = people.withTotp();
        var first = people.challenge(person.session());
        var later = IntStream.range(0, 10).mapToObj(_ -> people.challenge(person.session())).toList();

        assertInvalid(first, "recoveryCode", person.recoveryCodes().get(0));
        people.secondFactor(later.getFirst(), "recoveryCode", person.recoveryCodes().get(1)).expectStatus().isCreated();
    }

    @Test
    void refusesWhatIsNotOneProof() {
        var person = people.withTotp();
        var challenge = people.challenge(person.session());
        for (var body : List.of(Map.of("challenge", challenge),
                Map.of("challenge", challenge, "code", "123456", "recoveryCode", "x"),
                Map.of("challenge", challenge, "code", "12345"), Map.of("challenge", challenge, "code", "１２３４５６"),
                Map.of("challenge", challenge, "code", "12345\u0000"),
                Map.of("challenge", challenge, "recoveryCode", "x".repeat(41)), Map.of("code", "123456"),
                Map.of("challenge", "x".repeat(129), "code", "123456"),
                Map.of("challenge", challenge, "passkey", Map.of("rawId", "AAAA")),
                Map.of("challenge", challenge, "passkey",
                        Map.of("rawId", "not base64!", "response", Map.of())))) {
            api.post("/v1/sessions/second-factor", body).expectStatus().isEqualTo(422).expectBody().jsonPath("$.code")
                    .isEqualTo("validation-failed");
        }
        for (var body : List.of(Map.of("challenge", challenge, "code", 123456),
                Map.of("challenge", challenge, "code", "123456", "admin", true), "[]", "")) {
            api.post("/v1/sessions/second-factor", body).expectStatus().isBadRequest();
        }
        people.secondFactor(challenge, "recoveryCode", "\u0000'").expectStatus().isUnauthorized();
        assertInvalid("\u0000", "code", "123456");
        people.secondFactor(challenge, "recoveryCode", person.recoveryCodes().getFirst()).expectStatus().isCreated();
    }

    @Test
    void theDatabaseKeepsHashesOfChallenges() {
        var person = people.withTotp();
        var challenge = people.challenge(person.session());
        var rows = tables.jdbc().sql("select c::text from auth.login_challenge c where account_id = :id")
                .param("id", person.session().id().value()).query(String.class).list();

        assertThat(rows).hasSize(1).noneMatch(row -> row.contains(challenge) || row.contains(
                HexFormat.of().formatHex(VirtualAuthenticator.decode(challenge))));
    }

    private void fail(Factors.WithTotp person, int times) {
        for (var attempt = 0; attempt < times; attempt++) {
            people.secondFactor(people.challenge(person.session()), "code", people.wrongCode(person.secret()))
                    .expectStatus().isUnauthorized();
        }
    }

    private void endPause(Factors.WithTotp person) {
        tables.jdbc().sql("update auth.proof_attempt set next_at = clock_timestamp() where account_id = :id")
                .param("id", person.session().id().value()).update();
    }

    private void assertInvalid(String challenge, String kind, String proof) {
        people.secondFactor(challenge, kind, proof).expectStatus().isUnauthorized().expectBody().jsonPath("$.code")
                .isEqualTo("second-factor-challenge-invalid");
    }
}
