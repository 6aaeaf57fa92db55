package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.StatementCounter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class SecurityEventsIT {

    private static final String OWN = "/v1/account/security-events";
    private static final Duration SOON = Duration.ofSeconds(20);

    @Autowired
    ApiClient api;
    @Autowired
    Owner owner;
    @Autowired
    StatementCounter statements;

    /// Other tests come from the same address.
    @BeforeEach
    void forgetEarlierGuesses() {
        owner.jdbc().sql("delete from securitylog.pace").update();
    }

    @Test
    void tellsAPersonWhatHappenedToTheirAccount() {
        var person = api.signedUp();
        logIn(person.email(), "a wrong password", null).expectStatus().isUnauthorized();
        logIn(person.email(), person.password(), null).expectStatus().isCreated();
        change(person, "a wrong password").expectStatus().isEqualTo(422);
        change(person, person.password()).expectStatus().isNoContent();

        var events = events(person, OWN);
        assertThat(events.findValuesAsString("type")).startsWith("password.changed", "session.ended",
                "password.refused", "session.started", "session.refused", "session.started", "email.verified");
        assertThat(events.findValuesAsString("address")).containsOnly("127.0.0.1");
        assertThat(events.toString()).doesNotContain(person.email(), "a wrong password");

        send(HttpMethod.DELETE, "/v1/sessions/current", person).expectStatus().isNoContent();
        var again = new Session(person.id(), person.email(), "another good password",
                api.logIn(person.email(), "another good password"));
        assertThat(events(again, OWN + "?limit=2").findValuesAsString("type")).containsExactly("session.started",
                "session.ended");
        send(HttpMethod.DELETE, "/v1/sessions", again).expectStatus().isNoContent();
    }

    @Test
    void tellsOfAReusedRefreshToken() {
        var person = api.signedUp();
        var session = json(logIn(person.email(), person.password(), null).expectStatus().isCreated());
        var first = session.path("refreshToken").asString();
        var second = json(refresh(first).expectStatus().isOk()).path("refreshToken").asString();
        refresh(second).expectStatus().isOk();
        refresh(first).expectStatus().isUnauthorized();
        refresh(first).expectStatus().isUnauthorized();

        var types = events(person, OWN).findValuesAsString("type");
        assertThat(types).containsOnlyOnce("session.reused");
        assertThat(events(person, OWN).path("data").get(0).path("detail").path("session").asString())
                .isEqualTo(session.path("id").asString());
    }

    @Test
    void isSeenByThoseWithThePermissionAndNobodyElse() {
        var person = api.signedUp();
        var other = api.signedUp();
        var administrator = api.administrator();
        var path = "/v1/security-events?account=" + person.id();

        assertThat(events(administrator, path)).isEqualTo(events(person, OWN));
        api.get(other, path).expectStatus().isForbidden();
        api.get(path).expectStatus().isUnauthorized();
        api.get(OWN).expectStatus().isUnauthorized();
        assertThat(events(other, OWN).toString()).isNotEqualTo(events(person, OWN).toString());

        logIn(ApiClient.newEmail(), "a wrong password", null).expectStatus().isUnauthorized();
        assertThat(events(administrator, "/v1/security-events").path("data").get(0).path("type").asString())
                .isEqualTo("session.refused");
        for (var bad : List.of("account=nobody", "account=" + person.id() + "%00", "limit=0", "cursor=x",
                "account=order_01h455vb4pex5vsknk084sn02q")) {
            api.get(administrator, "/v1/security-events?" + bad).expectStatus().isBadRequest();
        }
    }

    @Test
    void comesInPagesThatMissNothing() {
        var person = api.signedUp();
        for (var time = 0; time < 4; time++) {
            api.logIn(person.email(), person.password());
        }
        var all = events(person, OWN + "?limit=100").findValuesAsString("id");
        var first = events(person, OWN + "?limit=3");
        var rest = events(person, OWN + "?limit=100&cursor=" + first.path("nextCursor").asString());

        assertThat(first.findValuesAsString("id")).hasSize(3);
        assertThat(java.util.stream.Stream.of(first, rest).flatMap(page -> page.findValuesAsString("id").stream()))
                .containsExactlyElementsOf(all);
    }

    /// What differs would show in the time.
    @Test
    void doesTheSameForARefusedSignInWhetherTheAddressIsKnownOrNot() {
        var person = api.signedUp();

        var known = statementsOf(logIn(person.email(), "a wrong password", null));
        var unknown = statementsOf(logIn(ApiClient.newEmail(), "a wrong password", null));

        assertThat(known).isEqualTo(unknown).hasSize(5);
    }

    @Test
    void mailsTheOwnerWhenSomebodySignsInFromANewDevice() {
        var firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
        var person = api.signedUp();
        api.logIn(person.email(), person.password());
        assertThat(newDeviceMails(person)).isZero();

        logIn(person.email(), "a wrong password", firefox).expectStatus().isUnauthorized();
        logIn(person.email(), person.password(), firefox).expectStatus().isCreated();
        logIn(person.email(), person.password(), firefox).expectStatus().isCreated();

        await().atMost(SOON).until(() -> newDeviceMails(person) > 0);
        await().during(Duration.ofMillis(300)).atMost(SOON).until(() -> newDeviceMails(person) == 1);
    }

    private int newDeviceMails(Session person) {
        return owner.jdbc()
                .sql("select count(*) from notifications.mail where account = :id and template = 'newDevice'")
                .param("id", person.id().value()).query(Integer.class).single();
    }

    private List<String> statementsOf(ResponseSpec answer) {
        var id = answer.expectStatus().isUnauthorized().expectBody(JsonNode.class).returnResult().getResponseBody();
        return statements.of(Objects.requireNonNull(id).path("requestId").asString());
    }

    private JsonNode events(Session reader, String path) {
        return json(api.get(reader, path).expectStatus().isOk().expectHeader().valueEquals("Cache-Control",
                "no-store"));
    }

    private ResponseSpec change(Session person, String current) {
        return api.post(person, "/v1/account/change-password",
                Map.of("currentPassword", current, "newPassword", "another good password"));
    }

    private ResponseSpec refresh(String token) {
        return api.post("/v1/sessions/refresh", Map.of("refreshToken", token));
    }

    private ResponseSpec logIn(String email, String password, @Nullable String agent) {
        return api.send(HttpMethod.POST, "/v1/sessions", Map.of("email", email, "password", password), headers -> {
            if (agent != null) {
                headers.set(HttpHeaders.USER_AGENT, agent);
            }
        });
    }

    private ResponseSpec send(HttpMethod method, String path, Session person) {
        return api.send(method, path, null, headers -> headers.setBearerAuth(person.token()));
    }

    private static JsonNode json(ResponseSpec answer) {
        return Objects.requireNonNull(answer.expectBody(JsonNode.class).returnResult().getResponseBody());
    }
}
