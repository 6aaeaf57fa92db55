package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.http.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

@IntegrationTest
class RefreshIT {

    @Autowired
    ApiClient api;
    @Autowired
    Owner tables;
    @Autowired
    Sessions sessions;
    @Autowired
    SessionStore store;
    @Autowired
    AccountStore accounts;
    @Autowired
    org.springframework.transaction.support.TransactionTemplate transaction;
    @Autowired
    SessionSettings settings;
    @Autowired
    KeyEncryption encryption;
    @Autowired
    AuthSettings auth;

    @Test
    void continuesASessionWithAnotherPairEachTime() {
        var person = api.signedUp();
        var first = logIn(person);
        var second = refreshed(first);
        var third = refreshed(second);

        assertThat(List.of(first.id(), second.id(), third.id())).containsOnly(first.id());
        assertThat(List.of(first.refreshToken(), second.refreshToken(), third.refreshToken())).doesNotHaveDuplicates();
        account(third.accessToken()).expectStatus().isOk();
        // stateless until the session ends
        account(first.accessToken()).expectStatus().isOk();
    }

    @Test
    void givesTheSameTokenAgainToAClientThatLostTheAnswer() {
        var first = logIn(api.signedUp());
        var answer = refreshed(first);
        var repeated = refreshed(first);

        assertThat(repeated.refreshToken()).isEqualTo(answer.refreshToken());
        refreshed(repeated);
    }

    @Test
    void endsTheSessionWhenATokenComesBackAfterItsSuccessorWasUsed() {
        var first = logIn(api.signedUp());
        var second = refreshed(first);
        var third = refreshed(second);

        assertOver(first);
        assertOver(second);
        assertOver(third);
        account(third.accessToken()).expectStatus().isUnauthorized();
        assertThat(endReason(first)).isEqualTo("reuse");
    }

    @Test
    void endsTheSessionWhenATokenComesBackAfterTheGrace() {
        var first = logIn(api.signedUp());
        var second = refreshed(first);
        tables.jdbc()
                .sql("update auth.session set rotated_at = rotated_at - make_interval(secs => :grace) where id = :id")
                .param("grace", settings.grace().toSeconds()).param("id", first.id().value()).update();

        assertOver(first);
        assertOver(second);
    }

    @Test
    void leavesOtherSessionsAlone() {
        var person = api.signedUp();
        var stolen = logIn(person);
        var other = logIn(person);
        refreshed(refreshed(stolen));
        assertOver(stolen);

        refreshed(other);
    }

    /// The second instance has another configured key, and the first one's as its previous one.
    @Test
    void isContinuedUnderAnotherConfiguredKey() {
        var anotherKey = Base64.getEncoder().encodeToString(new byte[32]);
        var after = new RefreshToken.Keys(KeyEncryption.under(anotherKey, auth.keyEncryptionKey()));
        var first = logIn(api.signedUp());
        var second = refreshed(first);

        var presented = RefreshToken.parse(first.refreshToken(), after).orElseThrow();
        // a client that lost the answer just before the change
        var again = presented.previousSuccessor(after).orElseThrow();
        assertThat(store.replacedJustNow(presented, again)).isPresent();
        var next = again.successor(after);
        assertThat(store.rotate(again, next, new Origin("127.0.0.1", null))).isPresent();
        assertThat(RefreshToken.parse(next.encode(after), after)).isPresent();

        assertThat(RefreshToken.parse(second.refreshToken(), new RefreshToken.Keys(KeyEncryption.under(anotherKey))))
                .isEmpty();
    }

    /// Somebody who knows a session's id, from a list or a token, must not be able to end it.
    @Test
    void takesNoNoticeOfATokenThatSomebodyMadeUp() {
        var session = logIn(api.signedUp());
        var genuine = Base64.getUrlDecoder().decode(session.refreshToken().substring("refresh_".length()));
        for (var position : List.of(0, 20, 60)) {
            var forged = genuine.clone();
            forged[position] ^= 1;
            assertRefused("refresh_" + Base64.getUrlEncoder().withoutPadding().encodeToString(forged));
        }
        for (var nonsense : List.of("refresh_", "nonsense", "refresh_é", "refresh_AAAA", session.accessToken())) {
            refresh(nonsense.substring(0, Math.min(200, nonsense.length()))).expectStatus().isUnauthorized();
        }
        refresh(" ").expectStatus().isEqualTo(422);
        refresh("x".repeat(201)).expectStatus().isEqualTo(422);

        refreshed(session);
    }

    @Test
    void isNotContinuedPastItsTimes() {
        var idle = logIn(api.signedUp());
        tables.jdbc().sql(
                "update auth.session set last_used_at = last_used_at - make_interval(secs => :idle) where id = :id")
                .param("idle", settings.idle().toSeconds()).param("id", idle.id().value()).update();
        assertOver(idle);
        assertThat(endReason(idle)).isNull();
    }

    @Test
    void neverHasTwoLiveTokensHoweverManyRefreshAtOnce() throws Exception {
        var person = api.signedUp();
        var races = 1000;
        var racers = 4;
        try (var threads = Executors.newFixedThreadPool(racers)) {
            for (var race = 0; race < races; race++) {
                var session = open(person);
                var start = new CyclicBarrier(racers);
                var tries = new ArrayList<Callable<String>>();
                for (var racer = 0; racer < racers; racer++) {
                    tries.add(() -> {
                        start.await();
                        return sessions.refresh(session, new Origin("127.0.0.1", null)).refreshToken();
                    });
                }
                var winners = new HashSet<String>();
                for (var attempt : threads.invokeAll(tries)) {
                    winners.add(attempt.get());
                }
                assertThat(winners).as("race %s", race).hasSize(1);
            }
        }
    }

    /// Two lines race on: a thief and the owner, each with what it got. At the end at most one token is good.
    @Test
    void endsTheSessionWhenTwoGoOnWithIt() {
        var person = api.signedUp();
        var owner = open(person);
        var thief = owner;
        var origin = new Origin("127.0.0.1", null);
        owner = sessions.refresh(owner, origin).refreshToken();
        thief = sessions.refresh(thief, origin).refreshToken();
        assertThat(thief).isEqualTo(owner);

        var next = sessions.refresh(sessions.refresh(owner, origin).refreshToken(), origin).refreshToken();
        refresh(thief).expectStatus().isUnauthorized();
        refresh(next).expectStatus().isUnauthorized();
    }

    @Test
    void listsWhereOneIsLoggedInAndEndsOneOfThem() {
        var person = api.signedUp();
        var phone = logIn(person);
        var laptop = logIn(person);
        var listed = list(laptop.accessToken());
        // the first one came with signing up
        assertThat(listed).hasSize(3);
        assertThat(listed.getFirst()).containsEntry("id", laptop.id().toString()).containsEntry("current", true)
                .containsEntry("address", "127.0.0.1").containsKeys("createdAt", "lastUsedAt", "expiresAt")
                .doesNotContainKeys("tokenHash", "refreshToken");
        assertThat(listed.get(1)).containsEntry("id", phone.id().toString()).containsEntry("current", false);

        delete(laptop.accessToken(), "/v1/sessions/" + phone.id()).expectStatus().isNoContent();
        delete(laptop.accessToken(), "/v1/sessions/" + phone.id()).expectStatus().isNotFound();
        account(phone.accessToken()).expectStatus().isUnauthorized();
        assertOver(phone);
        assertThat(list(laptop.accessToken())).hasSize(2);
    }

    @Test
    void neitherListsNorEndsAnothersSessions() {
        var theirs = logIn(api.signedUp());
        var mine = logIn(api.signedUp());

        delete(mine.accessToken(), "/v1/sessions/" + theirs.id()).expectStatus().isNotFound();
        delete(mine.accessToken(), "/v1/sessions/nonsense").expectStatus().isNotFound();
        delete(null, "/v1/sessions/" + theirs.id()).expectStatus().isUnauthorized();
        assertThat(list(mine.accessToken())).hasSize(2)
                .noneSatisfy(session -> assertThat(session).containsEntry("id", theirs.id().toString()));
        account(theirs.accessToken()).expectStatus().isOk();
    }

    @Test
    void logsOutHereAndEverywhere() {
        var person = api.signedUp();
        var here = logIn(person);
        delete(here.accessToken(), "/v1/sessions/current").expectStatus().isNoContent();
        account(here.accessToken()).expectStatus().isUnauthorized();
        assertOver(here);
        account(person.token()).expectStatus().isOk();

        delete(person.token(), "/v1/sessions").expectStatus().isNoContent();
        account(person.token()).expectStatus().isUnauthorized();
    }

    /// As another instance would: it ends in the database, and nothing here is told.
    @Test
    void noticesWithinASecondWhatEndedElsewhere() {
        var session = logIn(api.signedUp());
        account(session.accessToken()).expectStatus().isOk();
        tables.jdbc().sql("update auth.session set ended_at = clock_timestamp(), end_reason = 'logout' where id = :id")
                .param("id", session.id().value()).update();

        await().atMost(Duration.ofSeconds(1)).pollInterval(Duration.ofMillis(50)).untilAsserted(
                () -> account(session.accessToken()).expectStatus().isUnauthorized());
    }

    @Test
    void endsTheLeastUsedSessionBeyondTheLimit() {
        var person = api.signedUp();
        var first = open(person);
        for (var session = 1; session < settings.maxPerAccount(); session++) {
            open(person);
        }
        // the one that came with signing up went; the first is used, so the second goes next
        first = sessions.refresh(first, new Origin("127.0.0.1", null)).refreshToken();
        open(person);

        sessions.refresh(first, new Origin("127.0.0.1", null));
        assertThat(tables.jdbc().sql("select count(*) from auth.session where account_id = :id and ended_at is null")
                .param("id", person.id().value()).query(Long.class).single()).isEqualTo(settings.maxPerAccount());
    }

    @Test
    void forgetsWhatWasOverLongAgoAlone() {
        var ended = logIn(api.signedUp());
        var live = logIn(api.signedUp());
        delete(ended.accessToken(), "/v1/sessions/current").expectStatus().isNoContent();

        store.deleteOver(Duration.ofHours(1), 1000);
        assertThat(endReason(ended)).isEqualTo("logout");
        store.deleteOver(Duration.ZERO, 100_000);
        assertThat(exists(ended)).isFalse();
        assertThat(exists(live)).isTrue();
    }

    @Test
    void theDatabaseKeepsHashesAndNoWayBack() {
        var session = logIn(api.signedUp());
        var row = tables.jdbc().sql("select s::text from auth.session s where id = :id")
                .param("id", session.id().value())
                .query(String.class).single();
        var secret = Base64.getUrlDecoder().decode(session.refreshToken().substring("refresh_".length()));
        assertThat(row).doesNotContain(java.util.HexFormat.of().formatHex(secret, 16, 48));

        delete(session.accessToken(), "/v1/sessions/current").expectStatus().isNoContent();
        for (var change : List.of("ended_at = null, end_reason = null", "last_used_at = now()")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> tables.jdbc()
                    .sql("update auth.session set " + change + " where id = :id").param("id", session.id().value())
                    .update()).isInstanceOf(DataAccessException.class);
        }
    }

    /// The password was right a moment ago, and the account is being closed meanwhile.
    @Test
    void doesNotBeginInAnAccountThatIsBeingClosed() throws Exception {
        var person = api.signedUp();
        try (var threads = Executors.newFixedThreadPool(1)) {
            var closing = transaction.execute(_ -> {
                accounts.findForUpdate(person.id()).orElseThrow();
                var opening = threads
                        .submit(() -> store.open(Proven.otherwise(person.id()), RefreshToken.first(SessionId.next()),
                                new Origin("127.0.0.1", null)));
                try {
                    Thread.sleep(500);
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
                sessions.endOthers(person.id(), null, SessionStore.EndReason.CLOSED, null);
                accounts.close(person.id());
                return opening;
            });
            assertThat(closing.get()).isEmpty();
        }
        assertThat(store.open(Proven.otherwise(person.id()), RefreshToken.first(SessionId.next()),
                new Origin("127.0.0.1", null)))
                .isEmpty();
        assertThat(tables.jdbc().sql("select count(*) from auth.session where account_id = :id and ended_at is null")
                .param("id", person.id().value()).query(Long.class).single()).isZero();
    }

    record Pair(SessionId id, String accessToken, String refreshToken) {}

    private Pair logIn(Session person) {
        return pair(api.post("/v1/sessions", Map.of("email", person.email(), "password", person.password()))
                .expectStatus().isCreated());
    }

    /// Without a password's hash.
    private String open(Session person) {
        var keys = new RefreshToken.Keys(encryption);
        var token = RefreshToken.first(SessionId.next());
        store.open(Proven.otherwise(person.id()), token, new Origin("127.0.0.1", null));
        return token.encode(keys);
    }

    private Pair refreshed(Pair pair) {
        return pair(refresh(pair.refreshToken()).expectStatus().isOk().expectHeader().valueEquals("Cache-Control",
                "no-store"));
    }

    private ResponseSpec refresh(String token) {
        return api.post("/v1/sessions/refresh", Map.of("refreshToken", token));
    }

    private void assertOver(Pair pair) {
        assertRefused(pair.refreshToken());
    }

    private void assertRefused(String token) {
        refresh(token).expectStatus().isUnauthorized().expectBody().jsonPath("$.code")
                .isEqualTo("invalid-refresh-token");
    }

    private ResponseSpec account(String accessToken) {
        return api.send(HttpMethod.GET, "/v1/account", null, headers -> headers.setBearerAuth(accessToken));
    }

    private ResponseSpec delete(@org.jspecify.annotations.Nullable String accessToken, String path) {
        return api.send(HttpMethod.DELETE, path, null, headers -> {
            if (accessToken != null) {
                headers.setBearerAuth(accessToken);
            }
        });
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> list(String accessToken) {
        var body = Objects.requireNonNull(
                api.send(HttpMethod.GET, "/v1/sessions?limit=100", null, headers -> headers.setBearerAuth(accessToken))
                        .expectStatus().isOk().expectBody(Map.class).returnResult().getResponseBody());
        return (List<Map<String, Object>>) body.get("data");
    }

    private static Pair pair(ResponseSpec answer) {
        var body = Objects.requireNonNull(answer.expectBody(Map.class).returnResult().getResponseBody());
        return new Pair(SessionId.of((String) body.get("id")), (String) body.get("accessToken"),
                (String) body.get("refreshToken"));
    }

    private boolean exists(Pair pair) {
        return tables.jdbc().sql("select exists (select from auth.session where id = :id)")
                .param("id", pair.id().value())
                .query(Boolean.class).single();
    }

    private @org.jspecify.annotations.Nullable String endReason(Pair pair) {
        return tables.jdbc().sql("select end_reason from auth.session where id = :id").param("id", pair.id().value())
                .query((row, _) -> row.getString(1)).list().getFirst();
    }
}
