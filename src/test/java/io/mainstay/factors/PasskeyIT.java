package io.mainstay.factors;

import static com.webauthn4j.data.UserVerificationRequirement.DISCOURAGED;
import static com.webauthn4j.data.UserVerificationRequirement.REQUIRED;
import static io.mainstay.factors.VirtualAuthenticator.OUR_PAGE;
import static io.mainstay.factors.VirtualAuthenticator.decode;
import static io.mainstay.factors.VirtualAuthenticator.encode;
import static io.mainstay.factors.VirtualAuthenticator.tampered;
import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.auth.StoredSecrets;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/// Passkeys as WebAuthn4J's browser and authenticator play them. Each refused answer differs from a good one in one
/// thing; [#logsInWithoutAPassword] is the control.
@IntegrationTest
class PasskeyIT {

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
    void logsInWithoutAPassword() {
        var person = api.signedUp();
        var authenticator = people.withPasskey(person);
        for (var time = 0; time < 3; time++) {
            var session = Factors.body(people.passkeyLogIn(authenticator.get(people.requestOptions())).expectStatus()
                    .isCreated().expectHeader().valueEquals("Cache-Control", "no-store"));
            api.get(Factors.with(person, session.get("accessToken")), "/v1/account").expectStatus().isOk().expectBody()
                    .jsonPath("$.id").isEqualTo(person.id().toString());
        }
        api.get(person, "/v1/account/factors").expectBody().jsonPath("$.passkeys[0].lastUsedAt").isNotEmpty();
    }

    @Test
    void isASecondFactorToo() {
        var person = api.signedUp();
        var authenticator = people.withPasskey(person);
        assertThat(Factors.body(people.logIn(person).expectStatus().isUnauthorized())).containsEntry("factors",
                List.of("passkey", "recoveryCode"));

        people.secondFactor(people.challenge(person), "passkey", authenticator.get(people.requestOptions()))
                .expectStatus().isCreated();
    }

    @Test
    void givesTheBrowserWhatItNeeds() {
        var person = api.signedUp();
        people.withPasskey(person);

        assertThat(people.requestOptions()).containsEntry("rpId", "localhost")
                .containsEntry("userVerification", "required").containsEntry("timeout", 300_000)
                .containsOnlyKeys("challenge", "rpId", "timeout", "userVerification");
        assertThat(people.creationOptions(person)).containsEntry("attestation", "none")
                .containsEntry("rp", Map.of("id", "localhost", "name", "Mainstay"))
                .containsEntry("user",
                        Map.of("id", encode(UserHandle.of(person.id()).bytes()), "name", person.email(), "displayName",
                                "Ada Lovelace"))
                .containsEntry("pubKeyCredParams",
                        List.of(Map.of("type", "public-key", "alg", -7), Map.of("type", "public-key", "alg", -8),
                                Map.of("type", "public-key", "alg", -257)))
                .containsEntry("authenticatorSelection", Map.of("residentKey", "required", "requireResidentKey", true,
                        "userVerification", "required"))
                .satisfies(options -> assertThat((List<?>) options.get("excludeCredentials")).hasSize(1));
    }

    @Test
    void isListedNamedAndRemoved() {
        var person = api.signedUp();
        var first = Factors.body(people.addPasskey(person, new VirtualAuthenticator()).expectStatus().isCreated());
        assertThat(Factors.strings(first.get("recoveryCodes"))).hasSize(10);
        var second = Factors.body(people.addPasskey(person, new VirtualAuthenticator()).expectStatus().isCreated());
        assertThat(Factors.strings(second.get("recoveryCodes"))).isEmpty();
        var id = id(second);

        rename(person, id, " my laptop ").expectStatus().isOk().expectBody().jsonPath("$.name").isEqualTo("my laptop");
        rename(person, id, "line\nbreak").expectStatus().isEqualTo(422);
        rename(person, id, "nul\u0000").expectStatus().isEqualTo(422);
        rename(person, id, "x".repeat(101)).expectStatus().isEqualTo(422);
        rename(person, "passkey_nonsense", "x").expectStatus().isNotFound();
        api.get(person, "/v1/account/factors").expectBody().jsonPath("$.passkeys.length()").isEqualTo(2)
                .jsonPath("$.passkeys[0].name").isEqualTo("my laptop").jsonPath("$.passkeys[1].name")
                .isEqualTo("my phone").jsonPath("$.passkeys[0].credential").doesNotExist();

        people.delete(person, "/v1/account/passkeys/" + id).expectStatus().isNoContent();
        people.delete(person, "/v1/account/passkeys/" + id).expectStatus().isNotFound();
        people.logIn(person).expectStatus().isUnauthorized();
        people.delete(person, "/v1/account/passkeys/" + id(first)).expectStatus().isNoContent();
        people.logIn(person).expectStatus().isCreated();
    }

    @Test
    void isItsOwnersAlone() {
        var owner = api.signedUp();
        var stranger = api.signedUp();
        var id = id(Factors.body(people.addPasskey(owner, new VirtualAuthenticator()).expectStatus().isCreated()));

        rename(stranger, id, "mine").expectStatus().isNotFound();
        people.delete(stranger, "/v1/account/passkeys/" + id).expectStatus().isNotFound();
        api.get(stranger, "/v1/account/factors").expectBody().jsonPath("$.passkeys.length()").isEqualTo(0);
        api.get(owner, "/v1/account/factors").expectBody().jsonPath("$.passkeys[0].name").isEqualTo("my phone");
    }

    @Test
    void refusesAnotherPageAndAnotherRelyingParty() {
        var person = api.signedUp();
        var authenticator = people.withPasskey(person);
        refused(authenticator.get(people.requestOptions(), "http://evil.example", "localhost", REQUIRED));
        refused(authenticator.get(people.requestOptions(), "http://localhost:8081", "localhost", REQUIRED));
        refused(authenticator.get(people.requestOptions(), "https://localhost:8080", "localhost", REQUIRED));
        people.passkeyLogIn(authenticator.get(people.requestOptions(), "http://127.0.0.1:8080", "localhost", REQUIRED))
                .expectStatus().isCreated();

        notAdded(person, new VirtualAuthenticator().create(people.creationOptions(person), "http://evil.example",
                "localhost"));
        notAdded(person, new VirtualAuthenticator().create(people.creationOptions(person), OUR_PAGE, "evil.example"));
        // the same key, used for another party
        var phished = new VirtualAuthenticator();
        var credential = phished.create(people.creationOptions(person), OUR_PAGE, "localhost");
        people.addPasskey(person, credential).expectStatus().isCreated();
        phished.create(people.creationOptions(person), OUR_PAGE, "evil.example");
        refused(phished.get(people.requestOptions(), OUR_PAGE, "evil.example", REQUIRED));
    }

    @Test
    void refusesAnAnswerThatWasUsedHoweverManySendItAtOnce() throws Exception {
        var person = api.signedUp();
        var authenticator = people.withPasskey(person);
        for (var round = 0; round < 3; round++) {
            var answer = authenticator.get(people.requestOptions());
            var statuses = Race.of(20, _ -> people.passkeyLogIn(answer).expectBody().returnResult().getStatus()
                    .value());
            assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
            refused(answer);
            people.secondFactor(people.challenge(person), "passkey", answer).expectStatus().isUnauthorized();
        }
    }

    /// Without a counter it's the challenge alone that makes an answer good once.
    @Test
    void takesAuthenticatorsThatDoNotCount() throws Exception {
        var person = api.signedUp();
        var authenticator = new VirtualAuthenticator();
        authenticator.device.setCountUpEnabled(false);
        people.addPasskey(person, authenticator).expectStatus().isCreated();
        people.passkeyLogIn(authenticator.get(people.requestOptions())).expectStatus().isCreated();

        var answer = authenticator.get(people.requestOptions());
        var statuses = Race.of(20, _ -> people.passkeyLogIn(answer).expectBody().returnResult().getStatus().value());
        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
    }

    @Test
    void refusesACounterThatDoesNotGoOn() {
        var person = api.signedUp();
        var authenticator = people.withPasskey(person);
        people.passkeyLogIn(authenticator.get(people.requestOptions())).expectStatus().isCreated();
        authenticator.device.setCountUpEnabled(false);
        refused(authenticator.get(people.requestOptions()));
        tables.jdbc().sql("update factors.passkey set sign_count = 1000 where account_id = :id")
                .param("id", person.id().value()).update();
        authenticator.device.setCountUpEnabled(true);
        refused(authenticator.get(people.requestOptions()));

        assertThat(people.events(person.id().value(), "passkey.counterWentBack")).isEqualTo(2);
    }

    /// Two copies of one authenticator answer two challenges with the same count.
    @Test
    void takesOneOfTwoCopiesThatAnswerAtOnce() throws Exception {
        var person = api.signedUp();
        var authenticator = people.withPasskey(person);
        for (var round = 0; round < 3; round++) {
            var one = authenticator.get(people.requestOptions());
            authenticator.device.setCountUpEnabled(false);
            var other = authenticator.get(people.requestOptions());
            authenticator.device.setCountUpEnabled(true);
            var statuses = Race.of(2, racer -> people.passkeyLogIn(racer == 0 ? one : other).expectBody()
                    .returnResult().getStatus().value());

            assertThat(statuses).containsExactlyInAnyOrder(201, 401);
        }
    }

    @Test
    void refusesAnothersPasskeyAsASecondFactor() {
        var mine = api.signedUp();
        var theirs = api.signedUp();
        var myAuthenticator = people.withPasskey(mine);
        people.withPasskey(theirs);
        var challenge = people.challenge(theirs);

        people.secondFactor(challenge, "passkey", myAuthenticator.get(people.requestOptions())).expectStatus()
                .isUnauthorized();
        // nor with their name on it
        people.secondFactor(challenge, "passkey", tampered(myAuthenticator.get(people.requestOptions()), "userHandle",
                encode(UserHandle.of(theirs.id()).bytes()))).expectStatus().isUnauthorized();
        refused(tampered(myAuthenticator.get(people.requestOptions()), "userHandle",
                encode(UserHandle.of(theirs.id()).bytes())));
    }

    @Test
    void refusesACredentialThatIsRegisteredAlready() {
        var mine = api.signedUp();
        var theirs = api.signedUp();
        var authenticator = new VirtualAuthenticator();
        people.addPasskey(mine, authenticator).expectStatus().isCreated();
        var options = new LinkedHashMap<>(people.creationOptions(theirs));
        var replayed = authenticator.create(options);
        people.addPasskey(theirs, replayed).expectStatus().isCreated();

        people.addPasskey(theirs, replayed).expectStatus().isEqualTo(422).expectBody().jsonPath("$.code")
                .isEqualTo("passkey-invalid");
        tables.jdbc().sql("delete from factors.used_challenge").update();
        people.addPasskey(theirs, replayed).expectStatus().isEqualTo(409).expectBody().jsonPath("$.code")
                .isEqualTo("passkey-registered");
    }

    @Test
    void refusesAnswersToChallengesThatWeDidNotGiveForThis() {
        var person = api.signedUp();
        var stranger = api.signedUp();
        var authenticator = people.withPasskey(person);
        var forged = new HashMap<>(people.requestOptions());
        var bytes = decode((String) forged.get("challenge"));
        for (var position : List.of(0, 10, 39)) {
            var changed = bytes.clone();
            changed[position] ^= 1;
            forged.put("challenge", encode(changed));
            refused(authenticator.get(forged));
        }
        forged.put("challenge", encode(new byte[32]));
        refused(authenticator.get(forged));
        forged.put("challenge", people.creationOptions(person).get("challenge"));
        refused(authenticator.get(forged));

        var foreign = new LinkedHashMap<>(people.creationOptions(person));
        foreign.put("challenge", people.creationOptions(stranger).get("challenge"));
        notAdded(person, new VirtualAuthenticator().create(foreign));
        foreign.put("challenge", people.requestOptions().get("challenge"));
        notAdded(person, new VirtualAuthenticator().create(foreign));
    }

    @Test
    void refusesAChallengeAfterItsTime() {
        var person = api.signedUp();
        var authenticator = people.withPasskey(person);
        var settings = new FactorSettings("Mainstay", null, List.of(), 10, Duration.ofMinutes(15), 10,
                Duration.ofMinutes(5));
        var earlier = new PasskeyChallenges(tables.jdbc(), secrets, settings,
                Clock.offset(clock, Duration.ofMinutes(-5).minusSeconds(1)));
        var options = new HashMap<>(people.requestOptions());
        options.put("challenge", encode(earlier.forLogIn().bytes()));

        refused(authenticator.get(options));
    }

    @Test
    void refusesAnAuthenticatorThatDidNotVerifyItsPerson() {
        var person = api.signedUp();
        var authenticator = people.withPasskey(person);

        refused(authenticator.get(people.requestOptions(), OUR_PAGE, "localhost", DISCOURAGED));
    }

    @Test
    void refusesToLogInWithoutTheAuthenticatorSayingWho() {
        var authenticator = people.withPasskey(api.signedUp());

        refused(tampered(authenticator.get(people.requestOptions()), "userHandle", null));
    }

    @Test
    void refusesWhatWasTamperedWithAndNeverFails() {
        var person = api.signedUp();
        var authenticator = people.withPasskey(person);
        var random = new Random(1);
        for (var member : List.of("clientDataJSON", "authenticatorData", "signature")) {
            for (var round = 0; round < 25; round++) {
                var answer = authenticator.get(people.requestOptions());
                @SuppressWarnings("unchecked")
                var good = decode((String) ((Map<String, Object>) answer.get("response")).get(member));
                refused(tampered(answer, member, encode(damaged(good, random))));
            }
        }
        for (var round = 0; round < 60; round++) {
            var credential = new VirtualAuthenticator().create(people.creationOptions(person));
            @SuppressWarnings("unchecked")
            var good = decode((String) ((Map<String, Object>) credential.get("response")).get("attestationObject"));
            // attestation isn't asked for, so not every change is seen; but none is our fault
            var status = people.addPasskey(person, tampered(credential, "attestationObject",
                    encode(damaged(good, random)))).expectBody().returnResult().getStatus().value();
            assertThat(status).isIn(201, 422, 409);
        }
        refused(tampered(authenticator.get(people.requestOptions()), "clientDataJSON",
                encode("{}".getBytes(StandardCharsets.UTF_8))));
        refused(tampered(authenticator.get(people.requestOptions()), "clientDataJSON",
                encode("null".getBytes(StandardCharsets.UTF_8))));
        people.passkeyLogIn(Map.of()).expectStatus().isEqualTo(422);
        people.passkeyLogIn(Map.of("rawId", "A".repeat(16_385), "response", Map.of())).expectStatus().isEqualTo(422);
        api.post("/v1/sessions/passkey", Map.of("passkey", "x")).expectStatus().is4xxClientError();
    }

    @Test
    void areAtMostTenHoweverManyAreAddedAtOnce() throws Exception {
        var person = api.signedUp();
        for (var passkey = 0; passkey < 8; passkey++) {
            people.withPasskey(person);
        }
        var credentials = Stream.generate(() -> new VirtualAuthenticator()
                .create(people.creationOptions(person))).limit(6).toList();
        var statuses = Race.of(6, racer -> people.addPasskey(person, credentials.get(racer)).expectBody()
                .returnResult().getStatus().value());

        assertThat(statuses).containsExactlyInAnyOrder(201, 201, 409, 409, 409, 409);
    }

    private void refused(Map<String, Object> answer) {
        people.passkeyLogIn(answer).expectStatus().isUnauthorized().expectBody().jsonPath("$.code")
                .isEqualTo("passkey-refused");
    }

    private void notAdded(Session person, Map<String, Object> credential) {
        people.addPasskey(person, credential).expectStatus().isEqualTo(422).expectBody().jsonPath("$.code")
                .isEqualTo("passkey-invalid");
    }

    private ResponseSpec rename(Session person, String id, String name) {
        return api.post(person, "/v1/account/passkeys/" + id + "/rename", Map.of("name", name));
    }

    @SuppressWarnings("unchecked")
    private static String id(Map<String, Object> added) {
        return (String) ((Map<String, Object>) added.get("passkey")).get("id");
    }

    /// One bit turned, or cut off, or longer.
    private static byte[] damaged(byte[] good, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(good, 1 + random.nextInt(good.length - 1));
            case 1 -> Arrays.copyOf(good, good.length + 1 + random.nextInt(20));
            default -> {
                var changed = good.clone();
                changed[random.nextInt(good.length)] ^= (byte) (1 << random.nextInt(8));
                yield changed;
            }
        };
    }
}
