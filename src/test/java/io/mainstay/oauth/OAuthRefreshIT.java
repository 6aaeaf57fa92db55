package io.mainstay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.oauth.OAuthWorld.Answer;
import io.mainstay.oauth.OAuthWorld.App;
import io.mainstay.oauth.OAuthWorld.Browser;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;

/// How authorizations go on, and how they end.
@IntegrationTest
class OAuthRefreshIT {

    @Autowired
    ApiClient api;
    @Autowired
    Environment environment;
    @Autowired
    Owner tables;

    private OAuthWorld world;
    private Browser browser;

    @BeforeEach
    void enter() {
        world = new OAuthWorld(api, environment);
        browser = world.browser();
    }

    @Test
    void givesAnotherTokenForEachThatIsUsed() {
        for (var app : List.of(world.confidential("openid", "orders:read"), world.isPublic("openid", "orders:read"))) {
            var first = world.tokens(browser, app, "openid orders:read").body();
            var second = world.refresh(app, first.path("refresh_token").asString()).expect(200).body();

            assertThat(second.path("refresh_token").asString()).isNotEqualTo(first.path("refresh_token").asString());
            assertThat(second.path("id_token").isMissingNode()).isFalse();
            world.atApi(second.path("access_token").asString(), "/v1/orders").expect(200);
            world.refresh(app, second.path("refresh_token").asString()).expect(200);
        }
    }

    @Test
    void endsWithATokenThatComesBack() {
        for (var app : List.of(world.confidential("orders:read"), world.isPublic("orders:read"))) {
            var first = world.tokens(browser, app, "orders:read").body();
            var second = world.refresh(app, first.path("refresh_token").asString()).expect(200).body();

            assertThat(world.refresh(app, first.path("refresh_token").asString()).expect(400).error())
                    .isEqualTo("invalid_grant");

            world.atApi(first.path("access_token").asString(), "/v1/orders").expect(401);
            world.atApi(second.path("access_token").asString(), "/v1/orders").expect(401);
            world.refresh(app, second.path("refresh_token").asString()).expect(400);
        }
        assertThat(tables.jdbc().sql("""
                select count(*) from securitylog.event where account_id = :account and type = 'authorization.reused'""")
                .param("account", browser.person().id().value()).query(Integer.class).single()).isEqualTo(2);
    }

    @Test
    void neverHasTwoLiveLines() {
        var app = world.isPublic("orders:read");
        for (var round = 0; round < 25; round++) {
            var token = world.tokens(browser, app, "orders:read").body().path("refresh_token").asString();
            var answers = allAtOnce(app, token);
            var next = answers.stream().filter(answer -> answer.status() == 200)
                    .map(answer -> answer.body().path("refresh_token").asString()).toList();

            assertThat(next).hasSizeLessThanOrEqualTo(1);
            assertThat(answers.stream().map(Answer::status)).containsOnly(200, 400);
        }
    }

    @Test
    void isNotEndedByWhoMadeATokenUp() {
        var app = world.confidential("orders:read");
        var token = world.tokens(browser, app, "orders:read").body().path("refresh_token").asString();
        var bytes = Base64.getUrlDecoder().decode(token.substring("oauth_".length()));
        bytes[20] ^= 1;
        var forged = "oauth_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        for (var wrong : List.of(forged, "oauth_", "oauth_!", token + "AAAA", token.substring(0, 40))) {
            world.refresh(app, wrong).expect(400);
        }
        assertThat(world.introspect(app, token).body().path("active").asBoolean()).isTrue();
        world.refresh(world.confidential("orders:read"), token).expect(400);
        world.refresh(app, token).expect(200);
    }

    @Test
    void keepsToWhatTheClientMayStillAskFor() {
        var app = world.confidential("orders:read", "payments:read");
        var token = world.tokens(browser, app, "orders:read payments:read").body().path("refresh_token").asString();
        api.send(HttpMethod.PUT, "/v1/oauth-clients/" + app.id(),
                Map.of("name", "Less", "grants", List.of("authorization_code"), "redirectUris",
                        List.of(OAuthWorld.CALLBACK), "scopes", List.of("orders:read")),
                headers -> {
                    headers.setBearerAuth(world.administrator().token());
                    headers.setIfMatch("\"0\"");
                }).expectStatus().isOk();

        assertThat(world.refresh(app, token).expect(200).body().path("scope").asString()).isEqualTo("orders:read");
    }

    @Test
    void endsForTheirOwnerAlone() {
        var app = world.confidential("orders:read");
        var tokens = world.tokens(browser, app, "orders:read").body();
        var list = api.get(browser.person(), "/v1/account/authorizations").expectStatus().isOk().expectBody(Map.class)
                .returnResult().getResponseBody();
        var id = (String) ((Map<?, ?>) ((List<?>) list.get("data")).getFirst()).get("id");
        assertThat(list.toString()).contains("An application", "orders:read", app.id());
        var path = "/v1/account/authorizations/" + id;

        api.get(api.signedUp(), "/v1/account/authorizations").expectBody().jsonPath("$.data").isEmpty();
        delete(api.signedUp().token(), path, 404);
        delete(tokens.path("access_token").asString(), path, 403);
        delete(browser.person().token(), "/v1/account/authorizations/nonsense", 404);
        world.atApi(tokens.path("access_token").asString(), "/v1/orders").expect(200);

        delete(browser.person().token(), path, 204);
        delete(browser.person().token(), path, 404);
        world.atApi(tokens.path("access_token").asString(), "/v1/orders").expect(401);
        world.refresh(app, tokens.path("refresh_token").asString()).expect(400);
        // and its consent is forgotten
        assertThat(world.authorize(browser, world.request(app, "orders:read")).location())
                .startsWith("/authorize-application?");
    }

    @Test
    void endsWhereTheClientGivesItBack() {
        for (var app : List.of(world.confidential("orders:read"), world.isPublic("orders:read"))) {
            for (var kind : List.of("access_token", "refresh_token")) {
                var tokens = world.tokens(browser, app, "orders:read").body();
                world.asApp(world.confidential("orders:read"), "/oauth2/revoke",
                        Map.of("token", tokens.path(kind).asString())).expect(401);
                world.asApp(app, "/oauth2/revoke", Map.of("token", tokens.path(kind).asString())).expect(200);

                world.atApi(tokens.path("access_token").asString(), "/v1/orders").expect(401);
                world.refresh(app, tokens.path("refresh_token").asString()).expect(400);
            }
        }
    }

    @Test
    void endsTheLeastUsedOfTooMany() {
        var app = world.confidential("orders:read");
        var first = world.tokens(browser, app, "orders:read").body().path("access_token").asString();
        tables.jdbc().sql("""
                insert into oauth.authorization_grant (id, client_id, account_id, grant_type, requested_scopes, scopes,
                    issued_at, expires_at)
                select gen_random_uuid(), client_id, account_id, grant_type, requested_scopes, scopes, issued_at,
                    expires_at
                from oauth.authorization_grant, generate_series(1, 99) where client_id = :client""")
                .param("client", ClientId.of(app.id()).value()).update();
        world.atApi(first, "/v1/orders").expect(200);

        world.tokens(browser, app, "orders:read");

        world.atApi(first, "/v1/orders").expect(401);
    }

    @Test
    void endsWithItsAccount() {
        var app = world.confidential("orders:read");
        var tokens = world.tokens(browser, app, "orders:read").body();
        var code = world.code(browser, app, "orders:read");
        api.post(browser.person(), "/v1/account/close", Map.of("currentPassword", browser.person().password()))
                .expectStatus().is2xxSuccessful();

        world.exchange(app, code, Map.of()).expect(400);
        world.atApi(tokens.path("access_token").asString(), "/v1/orders").expect(401);
        world.refresh(app, tokens.path("refresh_token").asString()).expect(400);
        assertThat(tables.jdbc().sql("select count(*) from oauth.consent where account_id = :account")
                .param("account", browser.person().id().value()).query(Integer.class).single()).isZero();
    }

    /// Whoever knew the old password may have let the application in.
    @Test
    void endsWithThePassword() {
        var app = world.confidential("orders:read");
        var tokens = world.tokens(browser, app, "orders:read").body();
        var code = world.code(browser, app, "orders:read");
        api.post(browser.person(), "/v1/account/change-password", Map.of("currentPassword",
                browser.person().password(), "newPassword", "another-good-passphrase-7")).expectStatus()
                .is2xxSuccessful();

        world.exchange(app, code, Map.of()).expect(400);
        world.atApi(tokens.path("access_token").asString(), "/v1/orders").expect(401);
        world.refresh(app, tokens.path("refresh_token").asString()).expect(400);
        assertThat(tables.jdbc().sql("select count(*) from oauth.consent where account_id = :account")
                .param("account", browser.person().id().value()).query(Integer.class).single()).isZero();
    }

    private void delete(String token, String path, int status) {
        api.send(HttpMethod.DELETE, path, null, headers -> headers.setBearerAuth(token)).expectStatus()
                .isEqualTo(status);
    }

    private List<Answer> allAtOnce(App app, String token) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            java.util.concurrent.Callable<Answer> refresh = () -> world.refresh(app, token);
            return threads.invokeAll(Collections.nCopies(8, refresh)).stream().map(future -> {
                try {
                    return future.get();
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            }).toList();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
