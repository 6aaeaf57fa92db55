package io.mainstay.apikeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.StatementCounter;
import io.mainstay.caller.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class ApiKeyIT {

    private static final String ORDERS = "/v1/orders";
    private static final String LEDGER = "/v1/ledger/transfers?reference=x";
    private static final String SECURITY = "/v1/security-events";
    /// What they answer to who may ask: there are no transfers of x.
    private static final Map<String, Integer> OPENED = Map.of(ORDERS, 200, LEDGER, 404, SECURITY, 200);

    @Autowired
    ApiClient api;
    @Autowired
    Owner owner;
    @Autowired
    StatementCounter statements;
    @Autowired
    ApiKeyStore store;
    @Autowired
    ApiKeySettings settings;
    @Autowired
    LastUses uses;
    @Autowired
    ApiKeys keys;
    @Autowired
    Owner tables;
    @Autowired
    TransactionTemplate transaction;

    record Made(String id, String token) {}

    @Test
    void isShownOnceAndKeptAsAHash() {
        var person = api.signedUp();
        var answer = json(create(person, wanted("orders:read")).expectStatus().isCreated().expectHeader()
                .valueEquals("Cache-Control", "no-store").expectHeader().exists("Location"));
        var token = answer.path("token").asString();
        var id = answer.path("apiKey").path("id").asString();

        assertThat(token).startsWith(id + "_");
        assertThat(answer.path("apiKey").path("account").asString()).isEqualTo(person.id().toString());
        assertThat(answer.path("apiKey").path("scopes").toString()).isEqualTo("[\"orders:read\"]");
        var secret = token.substring(id.length());
        assertThat(json(api.get(person, "/v1/api-keys").expectStatus().isOk()).toString()).contains(id)
                .doesNotContain(secret);
        assertThat(json(api.get(person, "/v1/api-keys/" + id).expectStatus().isOk()).toString())
                .doesNotContain(secret);
        assertThat(json(api.get(person, "/v1/account/security-events").expectStatus().isOk()).toString())
                .contains("apiKey.created", id).doesNotContain(secret);
        assertThat(owner.jdbc().sql("select to_json(k)::text from apikeys.api_key k where id = :id")
                .param("id", ApiKeyId.of(id).value()).query(String.class).single()).doesNotContain(secret);
    }

    @Test
    void opensWhatItsScopesNameAndNothingElse() {
        var administrator = api.administrator();
        var endpoints = Map.of("orders:read", ORDERS, "ledger:read", LEDGER, "security:read", SECURITY);
        for (var scope : endpoints.keySet()) {
            var key = made(administrator, scope);
            endpoints.forEach((needed, path) -> assertThat(status(key, path)).as("%s with %s", path, scope)
                    .isEqualTo(needed.equals(scope) ? OPENED.get(path) : 403));
            post(key.token(), "/v1/orders", Map.of("lines", List.of())).expectStatus().isForbidden();
        }
        var all = made(administrator, endpoints.keySet().toArray(String[]::new));
        endpoints.values().forEach(path -> assertThat(status(all, path)).isEqualTo(OPENED.get(path)));
    }

    @Test
    void neverReachesWhatConcernsThePersonAlone() {
        var person = api.signedUp();
        var key = made(person, "orders:read", "orders:place");

        for (var path : List.of("/v1/account", "/v1/api-keys", "/v1/sessions", "/v1/service-accounts",
                "/v1/account/security-events", "/v1/api-keys/" + key.id())) {
            get(key.token(), path).expectStatus().isForbidden();
        }
        post(key.token(), "/v1/api-keys", wanted("orders:read")).expectStatus().isForbidden();
        post(key.token(), "/v1/api-keys/" + key.id() + "/rotate", Map.of("overlapSeconds", 0)).expectStatus()
                .isForbidden();
        send(HttpMethod.DELETE, key.token(), "/v1/api-keys/" + key.id()).expectStatus().isForbidden();
        send(HttpMethod.DELETE, key.token(), "/v1/sessions/current").expectStatus().isForbidden();
    }

    @Test
    void givesNobodyWhatTheyDoNotHold() {
        var person = api.signedUp();

        create(person, wanted("orders:read", "ledger:read", "catalog:manage")).expectStatus().isForbidden()
                .expectBody().jsonPath("$.code").isEqualTo("scope-not-held").jsonPath("$.detail")
                .isEqualTo("You don't hold catalog:manage, ledger:read.");
    }

    @Test
    void losesWhatItsAccountLoses() {
        // the last one could not be taken away
        var _ = api.administrator();
        var administrator = api.administrator();
        var key = made(administrator, "ledger:read");
        assertThat(status(key, LEDGER)).isEqualTo(OPENED.get(LEDGER));

        owner.jdbc().sql("delete from access.role_binding where account_id = :id")
                .param("id", administrator.id().value()).update();
        assertThat(status(key, LEDGER)).isEqualTo(403);
    }

    @Test
    void isNothingOnceItsTimeIsOver() throws InterruptedException {
        var key = made(api.signedUp(), "orders:read");
        get(key.token(), "/v1/orders").expectStatus().isOk();

        owner.jdbc().sql("""
                update apikeys.api_key set renewed_at = now() - interval '2 hours', expires_at = now() - interval '1 s'
                where id = :id""").param("id", ApiKeyId.of(key.id()).value()).update();
        Thread.sleep(settings.remembered());
        get(key.token(), "/v1/orders").expectStatus().isUnauthorized().expectHeader()
                .valueEquals("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }

    @Test
    void isNothingAnywhereWithinASecondOfBeingRevoked() throws InterruptedException {
        var person = api.signedUp();
        var key = made(person, "orders:read");
        var elsewhere = new ApiKeyCredential(new KnownKeys(store, settings), uses);
        get(key.token(), "/v1/orders").expectStatus().isOk();
        // asked for again and again, so that it's always remembered
        assertThat(elsewhere.authenticate(key.token(), new MockHttpServletRequest())).isPresent();

        send(HttpMethod.DELETE, person.token(), "/v1/api-keys/" + key.id()).expectStatus().isNoContent();
        var revoked = System.nanoTime();
        get(key.token(), "/v1/orders").expectStatus().isUnauthorized();
        while (elsewhere.authenticate(key.token(), new MockHttpServletRequest()).isPresent()) {
            assertThat(Duration.ofNanos(System.nanoTime() - revoked)).isLessThan(Duration.ofSeconds(1));
            Thread.sleep(5);
        }
        send(HttpMethod.DELETE, person.token(), "/v1/api-keys/" + key.id()).expectStatus().isNotFound();
        rotate(person, key, 0).expectStatus().isNotFound();
        assertThatThrownBy(() -> owner.jdbc().sql("update apikeys.api_key set revoked_at = null where id = :id")
                .param("id", ApiKeyId.of(key.id()).value()).update()).hasMessageContaining("stays revoked");
    }

    @Test
    void canBeChangedOverToAnotherSecret() throws InterruptedException {
        var person = api.signedUp();
        var first = made(person, "orders:read");
        var second = issued(rotate(person, first, 3600).expectStatus().isOk());

        assertThat(second.id()).isEqualTo(first.id());
        get(first.token(), "/v1/orders").expectStatus().isOk();
        get(second.token(), "/v1/orders").expectStatus().isOk();

        // two at most
        var third = issued(rotate(person, first, 3600).expectStatus().isOk());
        get(first.token(), "/v1/orders").expectStatus().isUnauthorized();
        get(second.token(), "/v1/orders").expectStatus().isOk();

        owner.jdbc().sql("update apikeys.api_key set previous_until = now() - interval '1 s' where id = :id")
                .param("id", ApiKeyId.of(first.id()).value()).update();
        Thread.sleep(settings.remembered());
        get(second.token(), "/v1/orders").expectStatus().isUnauthorized();
        get(third.token(), "/v1/orders").expectStatus().isOk();

        var fourth = issued(rotate(person, first, 0).expectStatus().isOk());
        get(third.token(), "/v1/orders").expectStatus().isUnauthorized();
        get(fourth.token(), "/v1/orders").expectStatus().isOk();
        for (var overlap : List.of(-1, 604_801)) {
            rotate(person, first, overlap).expectStatus().isEqualTo(422);
        }
    }

    @Test
    void refusesForgedOnes() {
        var key = made(api.signedUp(), "orders:read");
        var another = made(api.signedUp(), "orders:read");
        var checksum = key.token().substring(0, 82) + (key.token().endsWith("0000000") ? "0000001" : "0000000");

        for (var forged : List.of(checksum, key.id(), key.id() + "_", key.token() + "0", "mk_",
                // the id of another one, with a right checksum
                ApiKeyToken.next(ApiKeyId.of(another.id())).value(), ApiKeyToken.next(ApiKeyId.next()).value(),
                another.id() + key.token().substring(29), "mk_" + "0".repeat(8000))) {
            get(forged, "/v1/orders").expectStatus().isUnauthorized();
            get(forged, "/v1/products").expectStatus().isUnauthorized();
        }
        get(key.token(), "/v1/orders").expectStatus().isOk();
    }

    @Test
    void costsNoQuestionWhileItIsRemembered() {
        var key = made(api.signedUp(), "orders:read");
        get(key.token(), "/v1/orders").expectStatus().isOk();

        var asked = 0;
        for (var request = 0; request < 20; request++) {
            var id = UUID.randomUUID().toString();
            api.send(HttpMethod.GET, "/v1/orders", null, headers -> {
                headers.setBearerAuth(key.token());
                headers.set("X-Request-Id", id);
            }).expectStatus().isOk();
            asked += (int) statements.of(id).stream().filter(statement -> statement.contains("apikeys.")).count();
        }
        // 20 requests may last longer than a key is remembered, on a slow machine
        assertThat(asked).isLessThan(5);
    }

    @Test
    void isLimitedInNumberHoweverManyAreMadeAtOnce() throws Exception {
        var person = api.signedUp();
        var tries = new ArrayList<Callable<Integer>>();
        for (var number = 0; number < settings.maxPerAccount() + 5; number++) {
            tries.add(() -> create(person, wanted("orders:read")).expectBody().returnResult().getStatus().value());
        }
        var statuses = new HashMap<Integer, Integer>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var attempt : threads.invokeAll(tries)) {
                statuses.merge(attempt.get(), 1, Integer::sum);
            }
        }
        assertThat(statuses).isEqualTo(Map.of(201, settings.maxPerAccount(), 409, 5));

        var page = json(api.get(person, "/v1/api-keys?limit=10").expectStatus().isOk());
        assertThat(page.path("data")).hasSize(10);
        var rest = json(api.get(person, "/v1/api-keys?limit=100&cursor=" + page.path("nextCursor").asString())
                .expectStatus().isOk());
        assertThat(rest.path("data")).hasSize(settings.maxPerAccount() - 10);
        send(HttpMethod.DELETE, person.token(), "/v1/api-keys/" + rest.path("data").get(0).path("id").asString())
                .expectStatus().isNoContent();
        create(person, wanted("orders:read")).expectStatus().isCreated();
    }

    @Test
    void isNothingToOthers() {
        var key = made(api.signedUp(), "orders:read");
        var other = api.signedUp();

        api.get(other, "/v1/api-keys/" + key.id()).expectStatus().isNotFound();
        rotate(other, key, 0).expectStatus().isNotFound();
        send(HttpMethod.DELETE, other.token(), "/v1/api-keys/" + key.id()).expectStatus().isNotFound();
        assertThat(json(api.get(other, "/v1/api-keys").expectStatus().isOk()).path("data")).isEmpty();
        api.get("/v1/api-keys").expectStatus().isUnauthorized();
        get(key.token(), "/v1/orders").expectStatus().isOk();
    }

    @Test
    void tellsItsOwnerWhereItIsUsed() {
        var person = api.signedUp();
        var key = made(person, "orders:read");
        get(key.token(), "/v1/orders").expectStatus().isOk();
        get(key.token(), "/v1/orders").expectStatus().isOk();
        uses.write();
        var first = json(api.get(person, "/v1/api-keys/" + key.id()));
        assertThat(first.path("lastUsedAt").asString()).isNotEmpty();
        assertThat(first.path("lastUsedAddress").asString()).isEqualTo("127.0.0.1");

        get(key.token(), "/v1/orders").expectStatus().isOk();
        uses.write();
        assertThat(json(api.get(person, "/v1/api-keys/" + key.id())).path("lastUsedAt"))
                .as("at most once a minute").isEqualTo(first.path("lastUsedAt"));

        var elsewhere = new ApiKeyCredential(new KnownKeys(store, settings), uses);
        for (var address : List.of("192.0.2.8", "192.0.2.9", "192.0.2.8")) {
            var request = new MockHttpServletRequest();
            request.setRemoteAddr(address);
            assertThat(elsewhere.authenticate(key.token(), request)).isPresent();
        }
        uses.write();
        var events = json(api.get(person, "/v1/account/security-events").expectStatus().isOk()).path("data");
        assertThat(
                events.valueStream().filter(event -> event.path("type").asString().equals("apiKey.usedFromNewAddress"))
                        .map(event -> event.path("address").asString()))
                .containsExactlyInAnyOrder("127.0.0.1", "192.0.2.8", "192.0.2.9");
    }

    @Test
    void canActForAServiceAccountOfItsOwner() {
        var person = api.signedUp();
        var body = Map.of("name", "Warehouse import");
        var idempotencyKey = UUID.randomUUID().toString();
        var service = json(api.post(person, "/v1/service-accounts", body, idempotencyKey).expectStatus().isCreated());
        var id = service.path("id").asString();
        assertThat(json(api.post(person, "/v1/service-accounts", body, idempotencyKey)).path("id").asString())
                .isEqualTo(id);
        assertThat(json(api.get(person, "/v1/service-accounts")).path("data")).hasSize(1);

        var wanted = new HashMap<>(wanted("orders:read"));
        wanted.put("serviceAccount", id);
        var key = issued(create(person, wanted).expectStatus().isCreated());
        get(key.token(), "/v1/orders").expectStatus().isOk();
        assertThat(new ApiKeyCredential(new KnownKeys(store, settings), uses)
                .authenticate(key.token(), new MockHttpServletRequest()).map(Caller::account).map(Object::toString))
                .contains(id);

        var other = api.signedUp();
        create(other, wanted).expectStatus().isEqualTo(422).expectBody().jsonPath("$.code")
                .isEqualTo("unknown-service-account");
        api.get(other, "/v1/service-accounts/" + id).expectStatus().isNotFound();
        send(HttpMethod.DELETE, other.token(), "/v1/service-accounts/" + id).expectStatus().isNotFound();

        send(HttpMethod.DELETE, person.token(), "/v1/service-accounts/" + id).expectStatus().isNoContent();
        get(key.token(), "/v1/orders").expectStatus().isUnauthorized();
        send(HttpMethod.DELETE, person.token(), "/v1/service-accounts/" + id).expectStatus().isNotFound();
        api.get(person, "/v1/service-accounts/" + id).expectStatus().isNotFound();
        create(person, wanted).expectStatus().isEqualTo(422);
    }

    @Test
    void serviceAccountsAreLimitedInNumber() {
        var person = api.signedUp();
        for (var number = 0; number < settings.maxServiceAccounts(); number++) {
            api.post(person, "/v1/service-accounts", Map.of("name", "program " + number)).expectStatus().isCreated();
        }
        api.post(person, "/v1/service-accounts", Map.of("name", "one more")).expectStatus().isEqualTo(409).expectBody()
                .jsonPath("$.code").isEqualTo("too-many-service-accounts");
    }

    @Test
    void allOfAnAccountCanBeTakenBackAtOnce() {
        var person = api.signedUp();
        var key = made(person, "orders:read");
        var stays = made(api.signedUp(), "orders:read");

        transaction.executeWithoutResult(_ -> keys.revokeAllOf(person.id(), null));
        get(key.token(), "/v1/orders").expectStatus().isUnauthorized();
        get(stays.token(), "/v1/orders").expectStatus().isOk();
    }

    @Test
    void refusesWhatMakesNoSense() {
        var person = api.signedUp();
        for (var change : List.<Map<String, @Nullable Object>>of(nothing("name"), Map.of("name", ""),
                Map.of("name", "a\u0000b"), Map.of("name", "x".repeat(101)), Map.of("name", 7), nothing("scopes"),
                Map.of("scopes", List.of()), Map.of("scopes", List.of("everything")), Map.of("scopes", "orders:read"),
                Map.of("scopes", List.of(0)), Map.of("scopes", List.of("ORDERS_READ")), nothing("expiresAt"),
                Map.of("expiresAt", "tomorrow"), Map.of("expiresAt", 4102444800L),
                Map.of("expiresAt", "+1000000000-12-31T23:59:59.999999999Z"),
                Map.of("expiresAt", "2020-01-01T00:00:00Z"), Map.of("expiresAt", Instant.now().toString()),
                Map.of("expiresAt", Instant.now().plus(367, ChronoUnit.DAYS).toString()),
                Map.of("serviceAccount", "nobody"), Map.of("serviceAccount", person.id().toString() + "0"),
                Map.of("owner", person.id().toString()), Map.of("account", person.id().toString()))) {
            var body = new HashMap<String, @Nullable Object>(wanted("orders:read"));
            body.putAll(change);
            var status = create(person, body).expectBody().returnResult().getStatus().value();
            assertThat(status).as("%s", change).isIn(400, 422);
        }
        create(person, "{").expectStatus().isBadRequest();
        for (var id : List.of("mk_x", "nonsense", "order_01h455vb4pex5vsknk084sn02q",
                "mk_01h455vb4pex5vsknk084sn02q")) {
            api.get(person, "/v1/api-keys/" + id).expectStatus().isNotFound();
        }
        api.post(person, "/v1/service-accounts", Map.of("name", "a\u0000b")).expectStatus().isEqualTo(422);
    }

    @Test
    void isNoForgeryWhileTheDatabaseIsAway() {
        var away = new ApiKeyCredential(new KnownKeys(new ApiKeyStore(tables.jdbc()) {
            @Override
            java.util.Optional<KnownKey> live(ApiKeyId id) {
                throw new DataAccessResourceFailureException("planted");
            }
        }, settings), uses);

        assertThatThrownBy(() -> away.authenticate(ApiKeyToken.next(ApiKeyId.next()).value(),
                new MockHttpServletRequest())).isInstanceOf(DataAccessResourceFailureException.class);
    }

    @Test
    void theDatabaseHoldsTheTermsWhateverTheCodeDoes() {
        var key = ApiKeyId.of(made(api.signedUp(), "orders:read").id());

        for (var change : List.of("scopes = '{ledger:read}'", "account_id = gen_random_uuid()",
                "owner_id = gen_random_uuid()")) {
            assertThatThrownBy(() -> owner.jdbc().sql("update apikeys.api_key set " + change + " where id = :id")
                    .param("id", key.value()).update()).hasMessageContaining("whose rights a key has is fixed");
        }
        assertThatThrownBy(() -> owner.jdbc()
                .sql("update apikeys.api_key set expires_at = now() + interval '400 days' where id = :id")
                .param("id", key.value()).update()).hasMessageContaining("api_key_expires_within_a_year");
        assertThatThrownBy(() -> owner.jdbc()
                .sql("update apikeys.api_key set previous_hash = secret_hash, previous_until = now() + interval '8 days' where id = :id")
                .param("id", key.value()).update()).hasMessageContaining("api_key_overlap_is_a_week_at_most");
    }

    @Test
    void isForgottenWhenItWasOverLongAgo() {
        var person = api.signedUp();
        var old = made(person, "orders:read");
        var recent = made(person, "orders:read");
        send(HttpMethod.DELETE, person.token(), "/v1/api-keys/" + recent.id()).expectStatus().isNoContent();
        owner.jdbc().sql("""
                update apikeys.api_key set renewed_at = now() - interval '100 days', expires_at = now() - interval '31 days'
                where id = :id""").param("id", ApiKeyId.of(old.id()).value()).update();
        get(recent.token(), "/v1/orders").expectStatus().isUnauthorized();

        store.deleteOver(settings.keep(), 1000);
        api.get(person, "/v1/api-keys/" + old.id()).expectStatus().isNotFound();
        assertThat(json(api.get(person, "/v1/api-keys/" + recent.id()).expectStatus().isOk()).path("revokedAt")
                .asString()).isNotEmpty();
    }

    private static Map<String, @Nullable Object> nothing(String member) {
        var map = new HashMap<String, @Nullable Object>();
        map.put(member, null);
        return map;
    }

    private static Map<String, Object> wanted(String... scopes) {
        return Map.of("name", "Warehouse import", "scopes", List.of(scopes), "expiresAt",
                Instant.now().plus(90, ChronoUnit.DAYS).toString());
    }

    private Made made(Session person, String... scopes) {
        return issued(create(person, wanted(scopes)).expectStatus().isCreated());
    }

    private static Made issued(ResponseSpec answer) {
        var body = json(answer);
        return new Made(body.path("apiKey").path("id").asString(), body.path("token").asString());
    }

    private ResponseSpec create(Session person, Object body) {
        return api.post(person, "/v1/api-keys", body);
    }

    private ResponseSpec rotate(Session person, Made key, int overlapSeconds) {
        return api.post(person, "/v1/api-keys/" + key.id() + "/rotate", Map.of("overlapSeconds", overlapSeconds));
    }

    private ResponseSpec get(String token, String path) {
        return send(HttpMethod.GET, token, path);
    }

    private int status(Made key, String path) {
        return get(key.token(), path).expectBody().returnResult().getStatus().value();
    }

    private ResponseSpec post(String token, String path, Object body) {
        return api.send(HttpMethod.POST, path, body, headers -> {
            headers.setBearerAuth(token);
            headers.set("Idempotency-Key", UUID.randomUUID().toString());
        });
    }

    private ResponseSpec send(HttpMethod method, String token, String path) {
        return api.send(method, path, null, headers -> headers.setBearerAuth(token));
    }

    private static JsonNode json(ResponseSpec answer) {
        return Objects.requireNonNull(answer.expectBody(JsonNode.class).returnResult().getResponseBody());
    }
}
