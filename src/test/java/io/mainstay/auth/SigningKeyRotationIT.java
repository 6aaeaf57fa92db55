package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jwt.SignedJWT;
import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.auth.SigningKey.State;
import io.mainstay.securitylog.SecurityLog;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class SigningKeyRotationIT {

    private static final Duration LOAD = Duration.ofSeconds(10);
    private static final int THREADS = 4;

    @Autowired
    ApiClient api;
    @Autowired
    SigningKeys keys;
    @Autowired
    SigningKeyStore store;
    @Autowired
    SigningKeyRotation rotation;
    @Autowired
    SigningKeySettings settings;
    @Autowired
    AuthSettings auth;
    @Autowired
    SecurityLog log;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    Owner owner;
    @Autowired
    Environment environment;

    @BeforeEach
    void startWithoutAPendingKey() {
        owner.jdbc().sql("delete from auth.signing_key where state = 'PENDING'").update();
        keys.read();
    }

    @Test
    void publishesAKeyForLongerThanAnybodyKeepsTheSetBeforeItSigns() {
        assertThat(settings.lead()).isGreaterThan(SigningKeys.MAX_AGE.plus(settings.poll()));
        var before = api.signedUp();
        rotation.begin();
        var next = kidOf(State.PENDING);

        assertThat(publishedKids()).contains(next, kid(before));
        rotation.advance();
        assertThat(kid(api.signedUp())).isEqualTo(kid(before));

        age(State.PENDING, settings.lead());
        rotation.advance();
        assertThat(kid(api.signedUp())).isEqualTo(next);
        assertThat(publishedKids()).contains(next, kid(before));
        api.get(before, "/v1/account").expectStatus().isOk();
    }

    @Test
    void keepsARetiredKeyUntilItsLastTokenHasExpired() {
        var before = api.signedUp();
        rotation.begin();
        age(State.PENDING, settings.lead());
        rotation.advance();

        age(State.RETIRED, auth.accessTokenLifetime().plus(auth.clockLeeway()).plus(SigningKeys.TRUST));
        rotation.advance();
        api.get(before, "/v1/account").expectStatus().isOk();

        age(State.RETIRED, Duration.ofMinutes(2));
        rotation.advance();
        assertThat(publishedKids()).doesNotContain(kid(before));
        api.get(before, "/v1/account").expectStatus().isUnauthorized();
    }

    @Test
    void publishesTheNextKeyWhenOneHasSignedForLongEnough() {
        rotation.advance();
        assertThat(store.has(State.PENDING)).isFalse();

        age(State.ACTIVE, settings.rotation());
        rotation.advance();
        var next = kidOf(State.PENDING);
        rotation.advance();
        rotation.begin();

        assertThat(kidOf(State.PENDING)).isEqualTo(next);
    }

    @Test
    void takesAwayACompromisedKeyOnEveryInstanceWithinASecond() throws Exception {
        var person = api.signedUp();
        var other = new SigningKeys(store, transaction, Clock.systemUTC(), settings);
        var asleep = new SigningKeys(store, transaction, Clock.systemUTC(), settings);
        other.start();
        try {
            api.get(person, "/v1/account").expectStatus().isOk();
            assertThat(other.verifies(kid(person))).isTrue();

            rotation.replaceAll();

            api.get(person, "/v1/account").expectStatus().isUnauthorized();
            await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(1))
                    .until(() -> !other.verifies(kid(person)));
            var again = new Session(person.id(), person.email(), person.password(),
                    api.logIn(person.email(), person.password()));
            api.get(again, "/v1/account").expectStatus().isOk();
            assertThat(other.verifies(kid(again))).isTrue();
            // an instance that hasn't asked yet asks when it meets a key that it doesn't know
            assertThat(asleep.select(new JWKSelector(new JWKMatcher.Builder().keyID(kid(again)).build()))).hasSize(1);
        } finally {
            other.stop();
        }
    }

    @Test
    void isNoticedByNobodyUnderLoad() throws Exception {
        var quick = new SigningKeySettings(Duration.ofMillis(1), Duration.ofMillis(1500), settings.poll());
        // rotated by another instance: this one learns of it by asking
        var other = new SigningKeys(store, transaction, Clock.systemUTC(), quick);
        var quickly = new SigningKeyRotation(store, other, transaction, quick, auth, log);
        var tokens = new AccessTokens(new TokenSigning(other, auth), Clock.systemUTC(), auth);
        // an account keeps a bounded number of sessions, so the ones that log in are others
        var person = api.signedUp();
        var failures = new ConcurrentLinkedQueue<String>();
        var requests = new AtomicInteger();
        var signers = new HashSet<String>();
        var over = new AtomicBoolean();
        var threads = new ArrayList<Thread>();
        for (var number = 0; number < THREADS; number++) {
            var another = api.signedUp();
            threads.add(Thread.ofVirtual().start(() -> {
                while (!over.get()) {
                    logInAndUse(another, person, failures, requests);
                }
            }));
        }
        var end = System.nanoTime() + LOAD.toNanos();
        while (System.nanoTime() < end) {
            quickly.advance();
            var elsewhere = new Session(person.id(), person.email(), person.password(),
                    tokens.issue(person.id(), SessionId.next(), Instant.now()).value());
            signers.add(kid(elsewhere));
            api.get(elsewhere, "/v1/account").expectStatus().isOk();
            Thread.sleep(50);
        }
        over.set(true);
        for (var thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        assertThat(signers).hasSizeGreaterThan(4);
        assertThat(requests).hasValueGreaterThan(100);
        // the very first token, too
        api.get(person, "/v1/account").expectStatus().isOk();
    }

    private void logInAndUse(Session another, Session person, Queue<String> failures, AtomicInteger requests) {
        try {
            var fresh = new Session(another.id(), another.email(), another.password(),
                    api.logIn(another.email(), another.password()));
            for (var request = 0; request < 5; request++) {
                api.get(fresh, "/v1/account").expectStatus().isOk();
                api.get(person, "/v1/account").expectStatus().isOk();
                requests.addAndGet(2);
            }
        } catch (AssertionError failure) {
            failures.add(String.valueOf(failure.getMessage()));
        }
    }

    @Test
    void isDoneByCommandOnTheManagementPort() throws ParseException {
        var management = RestClient.create(
                "http://localhost:" + environment.getProperty("local.management.port") + "/actuator/signingkeys");
        var person = api.signedUp();

        var after = management.post().header("Content-Type", "application/json").body(Map.of()).retrieve()
                .body(JsonNode.class);
        assertThat(after).isNotNull();
        assertThat(after.findValuesAsString("state")).contains("PENDING", "ACTIVE");
        assertThat(after.toString()).doesNotContain("\"d\"", "private");
        api.get(person, "/v1/account").expectStatus().isOk();

        management.post().header("Content-Type", "application/json").body(Map.of("immediate", "true")).retrieve()
                .toBodilessEntity();
        var left = management.get().retrieve().body(JsonNode.class);
        assertThat(left).isNotNull();
        assertThat(left.findValuesAsString("state")).containsExactly("ACTIVE");
        api.get(person, "/v1/account").expectStatus().isUnauthorized();
    }

    @Test
    void neverGoesBackwardsWhateverTheCodeDoes() {
        rotation.begin();

        assertThatThrownBy(
                () -> owner.jdbc().sql("update auth.signing_key set state = 'PENDING' where state = 'ACTIVE'")
                        .update())
                .hasMessageContaining("PENDING to ACTIVE to RETIRED");
        assertThatThrownBy(() -> owner.jdbc().sql("update auth.signing_key set public_jwk = '{}'").update())
                .hasMessageContaining("PENDING to ACTIVE to RETIRED");
        assertThatThrownBy(() -> store.add(State.PENDING)).hasMessageContaining("signing_key_one_pending");
        assertThatThrownBy(() -> store.add(State.ACTIVE)).hasMessageContaining("signing_key_one_active");
    }

    private String kidOf(State state) {
        return owner.jdbc().sql("select kid from auth.signing_key where state = :state").param("state", state.name())
                .query(String.class).single();
    }

    private void age(State state, Duration by) {
        owner.jdbc().sql("""
                update auth.signing_key set since = since - make_interval(secs => :seconds) where state = :state""")
                .param("seconds", by.toSeconds()).param("state", state.name()).update();
    }

    private List<String> publishedKids() {
        var set = api.get("/.well-known/jwks.json").expectStatus().isOk().expectBody(JsonNode.class).returnResult()
                .getResponseBody();
        assertThat(set).isNotNull();
        return set.findValuesAsString("kid");
    }

    private static String kid(Session session) {
        try {
            return SignedJWT.parse(session.token()).getHeader().getKeyID();
        } catch (ParseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
