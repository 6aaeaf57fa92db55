package io.mainstay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.oauth.OAuthWorld.Answer;
import io.mainstay.oauth.OAuthWorld.App;
import io.mainstay.oauth.OAuthWorld.Browser;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/// Devices without a browser of their own.
@IntegrationTest
class DeviceFlowIT {

    @Autowired
    ApiClient api;
    @Autowired
    Environment environment;
    @Autowired
    Owner tables;
    @Autowired
    Owner owner;

    private OAuthWorld world;

    @BeforeEach
    void enter() {
        world = new OAuthWorld(api, environment);
    }

    @Test
    void waitForSomebodyElsesBrowser() {
        for (var app : List.of(world.isPublic("orders:read"), world.confidential("orders:read"))) {
            var browser = world.browser();
            var device = begin(app);
            assertThat(device.path("verification_uri").asString()).isEqualTo(OAuthWorld.ISSUER + "/device");
            assertThat(device.path("user_code").asString()).matches("[B-Z]{4}-[B-Z]{4}");
            assertThat(poll(app, device).expect(400).error()).isEqualTo("authorization_pending");
            assertThat(poll(app, device).expect(400).error()).isEqualTo("slow_down");

            var consent = enter(browser, device.path("user_code").asString()).expect(302);
            assertThat(consent.location()).startsWith("/authorize-application?");
            assertThat(answer(browser, consent.sentWith(), "").expect(200).body().path("location").asString())
                    .isEqualTo("/device?done");

            later(app);
            var tokens = poll(app, device).expect(200).body();
            world.atApi(tokens.path("access_token").asString(), "/v1/orders").expect(200);
            world.refresh(app, tokens.path("refresh_token").asString()).expect(200);
            later(app);
            assertThat(poll(app, device).expect(400).error()).isIn("invalid_grant", "access_denied");
        }
    }

    @Test
    void takesNoForANo() {
        var app = world.isPublic("orders:read");
        var browser = world.browser();
        var device = begin(app);
        var sent = enter(browser, device.path("user_code").asString()).sentWith();

        assertThat(answer(browser, sent, "&deny=true").error()).isEqualTo("access_denied");
        assertThat(poll(app, device).expect(400).error()).isEqualTo("access_denied");
        enter(browser, device.path("user_code").asString()).expect(400);
    }

    @Test
    void asksForAYesEachTimeItKnowsNotOf() {
        var app = world.isPublic("orders:read");
        var browser = world.browser();
        var device = begin(app);
        var code = device.path("user_code").asString();
        assertThat(enter(null, code).expect(302).location()).startsWith("/log-in?continue=");
        var sent = enter(browser, code).sentWith();
        var form = "client_id=" + app.id() + "&state=" + sent.get("state") + "&user_code=" + code
                + "&scope=orders:read";
        world.post("/oauth2/device_verification", form, OAuthWorld.with(browser)).expect(401);
        var other = world.browser();
        world.post("/oauth2/device_verification", form, request -> OAuthWorld.with(other).apply(request)
                .header("X-CSRF-Token", other.csrf())).expect(400);
        assertThat(poll(app, device).error()).isEqualTo("authorization_pending");
    }

    /// A link with a stranger's code in it, which the browser follows by itself.
    @Test
    void asksAlsoWhoAllowedTheSameBefore() {
        var app = world.isPublic("orders:read");
        var browser = world.browser();
        var own = enter(browser, begin(app).path("user_code").asString()).sentWith();
        assertThat(answer(browser, own, "").expect(200).body().path("location").asString()).isEqualTo("/device?done");

        var strangers = begin(app);
        assertThat(enter(browser, strangers.path("user_code").asString()).expect(302).location())
                .startsWith("/authorize-application?");
        assertThat(poll(app, strangers).expect(400).error()).isEqualTo("authorization_pending");
    }

    @Test
    void refusesADeviceThatWantsNothing() {
        var app = world.isPublic("orders:read");
        assertThat(world.post("/oauth2/device_authorization", "client_id=" + app.id(), request -> request).expect(400)
                .error()).isEqualTo("invalid_scope");
    }

    @Test
    void leavesRoomForTheDevicesOfOthers() {
        var app = world.isPublic("orders:read");
        var form = "client_id=" + app.id() + "&scope=orders:read";
        for (var device = 0; device < 50; device++) {
            world.post("/oauth2/device_authorization", form, request -> request).expect(200);
        }
        assertThat(world.post("/oauth2/device_authorization", form, request -> request).expect(503).error())
                .isEqualTo("temporarily_unavailable");
        owner.jdbc().sql("update oauth.authorization_grant set network = '192.0.2.1/32' where client_id = :client")
                .param("client", ClientId.of(app.id()).value()).update();
        world.post("/oauth2/device_authorization", form, request -> request).expect(200);
    }

    @Test
    void tellsAPersonOnThePageWhatIsWrong() {
        var sent = world.get("/oauth2/device_verification?user_code=BCDF-GHJK", request -> OAuthWorld
                .with(world.browser()).apply(request).header("Accept", "text/html,*/*"));
        assertThat(sent.expect(302).location()).isEqualTo("/device?problem=invalid_grant");
    }

    @Test
    void findsNobodysCodeByTrying() {
        var app = world.isPublic("orders:read");
        var browser = world.browser();
        var device = begin(app);
        for (var attempt = 0; attempt < 10; attempt++) {
            assertThat(enter(browser, "BCDF-GHJ" + (char) ('K' + attempt)).expect(400).error())
                    .isEqualTo("invalid_grant");
        }
        assertThat(enter(browser, "BCDF-GHJZ").expect(400).error()).isEqualTo("slow_down");
        assertThat(enter(browser, device.path("user_code").asString()).expect(400).error()).isEqualTo("slow_down");
        enter(world.browser(), device.path("user_code").asString()).expect(302);
        for (var nonsense : List.of("", "short", "x".repeat(5000), "ÄÖÜ")) {
            enter(browser, nonsense).expect(400);
        }
        world.get("/oauth2/device_verification?user_code=BCDF-GHJK&state=x", OAuthWorld.with(browser)).expect(400);
        world.get("/oauth2/device_verification", OAuthWorld.with(browser)).expect(404);
    }

    @Test
    void areOnlySoManyAtATime() {
        var app = world.isPublic("orders:read");
        begin(app);
        tables.jdbc().sql("""
                insert into oauth.authorization_grant (id, client_id, grant_type, requested_scopes, expires_at)
                select gen_random_uuid(), client_id, grant_type, requested_scopes, expires_at
                from oauth.authorization_grant, generate_series(1, 999) where client_id = :client""")
                .param("client", ClientId.of(app.id()).value()).update();

        assertThat(ask(app, "orders:read").expect(503).error()).isEqualTo("temporarily_unavailable");
    }

    @Test
    void belongToTheirClient() {
        var app = world.isPublic("orders:read");
        var device = begin(app);
        assertThat(ask(app, "payments:read").expect(400).error()).isEqualTo("invalid_scope");
        assertThat(ask(world.register(true, List.of("client_credentials"), "orders:read"), "orders:read").expect(400)
                .error()).isEqualTo("unauthorized_client");
        assertThat(poll(world.isPublic("orders:read"), device).error()).isEqualTo("invalid_grant");
        assertThat(poll(new App("nobody", null, ""), device).error()).isEqualTo("invalid_client");
        assertThat(poll(app, device).error()).isIn("slow_down", "access_denied", "invalid_grant");
        assertThat(tables.jdbc().sql("select g::text from oauth.authorization_grant g where client_id = :client")
                .param("client", ClientId.of(app.id()).value()).query(String.class).single())
                .doesNotContain(device.path("device_code").asString(), device.path("user_code").asString());
    }

    private Answer ask(App app, String scope) {
        return world.asApp(app, "/oauth2/device_authorization", Map.of("scope", scope));
    }

    private JsonNode begin(App app) {
        return ask(app, "orders:read").expect(200).body();
    }

    private Answer poll(App app, JsonNode device) {
        return world.asApp(app, "/oauth2/token", Map.of("grant_type", "urn:ietf:params:oauth:grant-type:device_code",
                "device_code", device.path("device_code").asString()));
    }

    private Answer enter(@org.jspecify.annotations.Nullable Browser browser, String userCode) {
        return world.get("/oauth2/device_verification?" + OAuthWorld.form(Map.of("user_code", userCode)),
                OAuthWorld.with(browser));
    }

    private Answer answer(Browser browser, Map<String, String> sent, String more) {
        var form = "client_id=" + sent.get("client_id") + "&state=" + Objects.requireNonNull(sent.get("state"))
                + "&user_code=" + sent.get("user_code") + "&scope=" + sent.get("scope") + more;
        return world.post("/oauth2/device_verification", form, request -> OAuthWorld.with(browser).apply(request)
                .header("X-CSRF-Token", browser.csrf()));
    }

    /// After the time that a device has to wait.
    private void later(App app) {
        tables.jdbc().sql("""
                update oauth.authorization_grant set polled_at = clock_timestamp() - interval '6 seconds'
                where client_id = :client and polled_at is not null""").param("client", ClientId.of(app.id()).value())
                .update();
    }
}
