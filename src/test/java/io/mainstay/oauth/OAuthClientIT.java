package io.mainstay.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;

/// Clients, as administrators manage them.
@IntegrationTest
class OAuthClientIT {

    private static final Map<String, Object> GOOD = Map.of("name", "Books & more", "confidential", true, "grants",
            List.of("authorization_code", "client_credentials"), "redirectUris",
            List.of("https://app.example/callback", "http://127.0.0.1/callback"), "scopes",
            List.of("openid", "orders:read"));

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
    void areRegisteredByAdministratorsAlone() {
        api.post("/v1/oauth-clients", GOOD).expectStatus().isUnauthorized();
        api.post(api.signedUp(), "/v1/oauth-clients", GOOD).expectStatus().isForbidden();
        api.get(api.signedUp(), "/v1/oauth-clients").expectStatus().isForbidden();
        var answer = api.post(world.administrator(), "/v1/oauth-clients", GOOD).expectStatus().isCreated()
                .expectHeader().valueEquals("Cache-Control", "no-store").expectHeader().valueEquals("ETag", "\"0\"")
                .expectBody();
        answer.jsonPath("$.secret").isNotEmpty().jsonPath("$.client.confidential").isEqualTo(true)
                .jsonPath("$.client.name").isEqualTo("Books & more");
    }

    @Test
    void showTheirSecretOnceAndKeepItsHashAlone() {
        var app = world.confidential("orders:read");

        api.get(world.administrator(), "/v1/oauth-clients/" + app.id()).expectStatus().isOk().expectBody()
                .jsonPath("$.secret").doesNotExist().jsonPath("$.confidential").isEqualTo(true);
        var row = tables.jdbc().sql("select c::text from oauth.client c where id = :id")
                .param("id", ClientId.of(app.id()).value()).query(String.class).single();
        assertThat(row).doesNotContain(app.secret());
    }

    @Test
    void goOnlyWhereACodeIsSafe() {
        for (var uri : List.of("http://app.example/callback", "http://localhost.evil.example/",
                "http://localhost@evil.example/", "https://app.example/#here",
                "https://user@app.example/", "javascript:alert(1)", "//app.example", "/callback", "https://",
                "https:app",
                "http://127.0.0.1.evil.example/", "http://127.0.0.1:99999/", "http://127.0.0.1@evil.example/",
                "https://*.example/",
                "https://app.example/ x", "app:/callback", "https://app.example/\\u0000", "HTTPS://APP.EXAMPLE/")) {
            register(Map.of("redirectUris", List.of(uri)), 422);
        }
        for (var uri : List.of("https://app.example:8443/a?b=c", "http://127.0.0.1:1234/x", "http://[::1]/x",
                "http://localhost:3000/callback")) {
            register(Map.of("redirectUris", List.of(uri)), 201);
        }
    }

    @Test
    void haveTermsThatFitTogether() {
        register(Map.of("confidential", false), 422);
        register(Map.of("redirectUris", List.of()), 422);
        register(Map.of("grants", List.of("client_credentials")), 422);
        register(Map.of("grants", List.of("password")), 422);
        register(Map.of("grants", List.of("implicit")), 422);
        register(Map.of("grants", List.of()), 422);
        register(Map.of("scopes", List.of()), 422);
        register(Map.of("scopes", List.of("everything")), 422);
        register(Map.of("name", " "), 422);
        register(Map.of("name", "a\nb"), 422);
        register(Map.of("name", "x".repeat(101)), 422);
        register(Map.of("name", "a\u0000b"), 422);
        register(Map.of("secret", "mine"), 400);
        register(Map.of("confidential", "yes"), 400);
    }

    @Test
    void areReplacedAsAWholeByWhoSawThem() {
        var app = world.confidential("orders:read");
        var change = Map.of("name", "Renamed", "grants", List.of("client_credentials"), "scopes",
                List.of("payments:read"));

        put(app.id(), null, change, 428);
        put(app.id(), "\"7\"", change, 412);
        put(app.id(), "\"0\"", change, 200);
        api.get(world.administrator(), "/v1/oauth-clients/" + app.id()).expectHeader().valueEquals("ETag", "\"1\"")
                .expectBody().jsonPath("$.name").isEqualTo("Renamed").jsonPath("$.redirectUris").isEmpty();
        token(app, "orders:read").expect(400);
        token(app, "payments:read").expect(200);
        put("client_00000000000000000000000000", "\"0\"", change, 404);
        put("nonsense", "\"0\"", change, 404);
    }

    /// Who can change how a client gets its tokens, or sees its secret, can act as it.
    @Test
    void areNoWayToMoreThanOneHas() {
        var app = world.confidential("orders:read");
        var person = api.signedUp();
        var role = "clients-" + java.util.UUID.randomUUID().toString().substring(0, 8);
        grant(Map.of("name", role, "permissions", List.of("oauth-clients:manage")), "/v1/roles");
        grant(Map.of("accountId", person.id().toString(), "role", role), "/v1/role-bindings");
        grant(Map.of("accountId", app.serviceAccount(), "role", "SUPPORT"), "/v1/role-bindings");
        var path = "/v1/oauth-clients/" + app.id();
        var change = Map.of("name", "Mine", "grants", List.of("client_credentials"), "scopes", List.of("ledger:read"));

        api.post(person, path + "/rotate-secret", Map.of("overlapSeconds", 0)).expectStatus().isForbidden().expectBody()
                .jsonPath("$.code").isEqualTo("exceeds-own-rights").jsonPath("$.missing").isArray();
        api.send(HttpMethod.PUT, path, change, headers -> {
            headers.setBearerAuth(person.token());
            headers.setIfMatch("\"0\"");
        }).expectStatus().isForbidden().expectBody().jsonPath("$.code").isEqualTo("exceeds-own-rights");
        token(app, "orders:read").expect(200);

        // those that have nothing for themselves they manage
        var other = world.confidential("orders:read");
        api.post(person, "/v1/oauth-clients/" + other.id() + "/rotate-secret", Map.of("overlapSeconds", 0))
                .expectStatus().isOk();
    }

    @Test
    void askAgainForConsentWhereTheirCodesGoToAnotherPlace() {
        var app = world.confidential("openid");
        var browser = world.browser();
        world.code(browser, app, "openid");
        var change = new HashMap<String, Object>(Map.of("name", "Renamed", "grants", List.of("authorization_code"),
                "scopes", List.of("openid"), "redirectUris", List.of(OAuthWorld.CALLBACK)));
        put(app.id(), "\"0\"", change, 200);
        assertThat(world.authorize(browser, world.request(app, "openid")).sentWith()).containsKey("code");

        change.put("redirectUris", List.of(OAuthWorld.CALLBACK, "https://elsewhere.example/callback"));
        put(app.id(), "\"1\"", change, 200);
        assertThat(world.authorize(browser, world.request(app, "openid")).location())
                .startsWith("/authorize-application?");
    }

    @Test
    void loseTheirRolesWithTheirEnd() {
        var app = world.confidential("orders:read");
        grant(Map.of("accountId", app.serviceAccount(), "role", "SUPPORT"), "/v1/role-bindings");
        api.post(world.administrator(), "/v1/oauth-clients/" + app.id() + "/disable", Map.of()).expectStatus().isOk();

        api.get(world.administrator(), "/v1/role-bindings?account=" + app.serviceAccount()).expectBody()
                .jsonPath("$.data.length()").isEqualTo(0);
        api.post(world.administrator(), "/v1/role-bindings", Map.of("accountId", app.serviceAccount(), "role",
                "SUPPORT")).expectStatus().isEqualTo(422).expectBody().jsonPath("$.code")
                .isEqualTo("unknown-account-for-role");
    }

    private void grant(Map<String, Object> body, String path) {
        api.post(world.administrator(), path, body).expectStatus().isCreated();
    }

    @Test
    void keepTheirOldSecretForAsLongAsTheyAreTold() {
        var app = world.confidential("orders:read");
        var second = rotated(app, 60);
        assertThat(List.of(token(app, "orders:read").status(), token(second, "orders:read").status()))
                .containsExactly(200, 200);
        var third = rotated(second, 0);
        assertThat(List.of(token(app, "orders:read").status(), token(second, "orders:read").status(),
                token(third, "orders:read").status())).containsExactly(401, 401, 200);

        var unknown = world.isPublic("orders:read");
        api.post(world.administrator(), "/v1/oauth-clients/" + unknown.id() + "/rotate-secret",
                Map.of("overlapSeconds", 0)).expectStatus().isEqualTo(409).expectBody().jsonPath("$.code")
                .isEqualTo("oauth-client-public");
        api.post(world.administrator(), "/v1/oauth-clients/" + app.id() + "/rotate-secret",
                Map.of("overlapSeconds", 604_801)).expectStatus().isEqualTo(422);
    }

    @Test
    void areDisabledForGood() {
        var app = world.confidential("orders:read");
        var token = token(app, "orders:read").expect(200).body().path("access_token").asString();
        world.atApi(token, "/v1/orders").expect(200);
        var path = "/v1/oauth-clients/" + app.id();

        api.post(world.administrator(), path + "/disable", Map.of()).expectStatus().isOk().expectBody()
                .jsonPath("$.disabledAt").isNotEmpty();
        api.post(world.administrator(), path + "/disable", Map.of()).expectStatus().isOk();

        token(app, "orders:read").expect(401);
        world.atApi(token, "/v1/orders").expect(401);
        api.post(world.administrator(), path + "/rotate-secret", Map.of("overlapSeconds", 0)).expectStatus()
                .isEqualTo(409).expectBody().jsonPath("$.code").isEqualTo("oauth-client-disabled");
        assertThatThrownBy(() -> owner.jdbc().sql("update oauth.client set disabled_at = null where id = :id")
                .param("id", ClientId.of(app.id()).value()).update()).hasMessageContaining("stays as it is");
    }

    @Test
    void areNotedInTheSecurityLog() {
        var app = world.confidential("orders:read");
        rotated(app, 0);
        api.post(world.administrator(), "/v1/oauth-clients/" + app.id() + "/disable", Map.of());

        assertThat(tables.jdbc().sql("""
                select type from securitylog.event where detail ->> 'client' = :client and account_id = :account
                    and address is not null order by at""").param("client", app.id())
                .param("account", world.administrator().id().value()).query(String.class).list())
                .containsExactly("oauthClient.registered", "oauthClient.secretRotated", "oauthClient.disabled");
    }

    private OAuthWorld.Answer token(OAuthWorld.App app, String scope) {
        return world.asApp(app, "/oauth2/token", Map.of("grant_type", "client_credentials", "scope", scope));
    }

    private OAuthWorld.App rotated(OAuthWorld.App app, int overlapSeconds) {
        var answer = api.post(world.administrator(), "/v1/oauth-clients/" + app.id() + "/rotate-secret",
                Map.of("overlapSeconds", overlapSeconds)).expectStatus().isOk().expectBody(Map.class).returnResult()
                .getResponseBody();
        return new OAuthWorld.App(app.id(), (String) answer.get("secret"), app.serviceAccount());
    }

    private void register(Map<String, Object> other, int status) {
        var client = new HashMap<>(GOOD);
        client.putAll(other);
        api.post(world.administrator(), "/v1/oauth-clients", client).expectStatus().isEqualTo(status);
    }

    private void put(String id, @org.jspecify.annotations.Nullable String seen, Object body, int status) {
        api.send(HttpMethod.PUT, "/v1/oauth-clients/" + id, body, headers -> {
            headers.setBearerAuth(world.administrator().token());
            if (seen != null) {
                headers.setIfMatch(seen);
            }
        }).expectStatus().isEqualTo(status);
    }
}
