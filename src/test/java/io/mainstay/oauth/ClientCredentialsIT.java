package io.mainstay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.authorization.Role;
import io.mainstay.authorization.Roles;
import io.mainstay.caller.AccountId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/// Clients that act for themselves, and what they may learn of tokens.
@IntegrationTest
class ClientCredentialsIT {

    @Autowired
    ApiClient api;
    @Autowired
    Environment environment;
    @Autowired
    Roles roles;
    @Autowired
    Owner tables;

    private OAuthWorld world;

    @BeforeEach
    void enter() {
        world = new OAuthWorld(api, environment);
    }

    @Test
    void getATokenOfOurFormForTheirOwnAccount() throws Exception {
        var app = world.confidential("orders:read", "payments:read");
        var answer = token(app, "orders:read").expect(200);
        var jwt = SignedJWT.parse(accessToken(answer));
        var claims = jwt.getJWTClaimsSet();

        assertThat(answer.headers().get("cache-control")).containsExactly("no-store");
        assertThat(answer.body().path("token_type").asString()).isEqualTo("Bearer");
        assertThat(answer.body().path("refresh_token").isMissingNode()).isTrue();
        assertThat(jwt.getHeader().getType()).hasToString("at+jwt");
        assertThat(jwt.getHeader().getAlgorithm()).hasToString("ES256");
        assertThat(claims.getSubject()).isEqualTo(app.serviceAccount());
        assertThat(claims.getStringClaim("client_id")).isEqualTo(app.id());
        assertThat(claims.getStringClaim("scope")).isEqualTo("orders:read");
        assertThat(claims.getIssuer()).isEqualTo(OAuthWorld.ISSUER);
        assertThat(claims.getAudience()).containsExactly("mainstay");
        assertThat(claims.getExpirationTime().getTime() - claims.getIssueTime().getTime()).isLessThanOrEqualTo(600_000);
    }

    @Test
    void doWhatTheirScopesAndTheirAccountAllowAndNoMore() {
        var app = world.confidential("orders:read", "ledger:read");
        var orders = accessToken(token(app, "orders:read"));
        var ledger = accessToken(token(app, "ledger:read"));

        world.atApi(orders, "/v1/orders").expect(200);
        world.atApi(ledger, "/v1/orders").expect(403);
        world.atApi(ledger, "/v1/ledger/transfers?reference=x").expect(403);
        roles.grant(AccountId.of(app.serviceAccount()), Role.ADMINISTRATOR);
        world.atApi(ledger, "/v1/ledger/transfers?reference=x").expect(404);
        world.atApi(orders, "/v1/ledger/transfers?reference=x").expect(403);
        for (var path : List.of("/v1/account", "/v1/sessions", "/v1/account/authorizations")) {
            world.atApi(orders, path).expect(403);
        }
    }

    @Test
    void getNoScopeThatIsNotTheirs() {
        var app = world.confidential("orders:read", "openid", "email");
        for (var scope : List.of("payments:read", "orders:read payments:read", "openid", "orders:read email", "",
                "orders:read,openid", "ORDERS:READ", "*")) {
            assertThat(token(app, scope).expect(400).error()).isEqualTo("invalid_scope");
        }
    }

    @Test
    void proveWhoTheyAre() {
        var app = world.confidential("orders:read");
        var others = world.confidential("orders:read");
        for (var wrong : List.of(new OAuthWorld.App(app.id(), others.secret(), ""),
                new OAuthWorld.App(app.id(), "x", ""),
                new OAuthWorld.App("client_00000000000000000000000000", app.secret(), ""),
                new OAuthWorld.App("nobody", app.secret(), ""), new OAuthWorld.App(app.id(), null, ""))) {
            assertThat(token(wrong, "orders:read").expect(401).error()).isEqualTo("invalid_client");
        }
        assertThat(world.post("/oauth2/token", "grant_type=client_credentials&scope=orders:read", request -> request)
                .expect(401).error()).isEqualTo("invalid_client");
        var inForm = "grant_type=client_credentials&scope=orders%3Aread&client_id=" + app.id() + "&client_secret=";
        world.post("/oauth2/token", inForm + app.secret(), request -> request).expect(200);
        world.post("/oauth2/token", inForm + others.secret(), request -> request).expect(401);
        world.post("/oauth2/token", "grant_type=client_credentials&scope=orders:read",
                request -> request.header("Authorization", "Basic !!!")).expect(400);
    }

    @Test
    void haveNoOtherWaysToTokens() {
        var app = world.confidential("orders:read");
        for (var grant : List.of("password", "implicit", "urn:ietf:params:oauth:grant-type:token-exchange",
                "urn:ietf:params:oauth:grant-type:jwt-bearer")) {
            assertThat(world.asApp(app, "/oauth2/token", Map.of("grant_type", grant, "scope", "orders:read", "username",
                    "a", "password", "b", "subject_token", "x", "subject_token_type",
                    "urn:ietf:params:oauth:token-type:access_token")).expect(400).error())
                    .isEqualTo("unsupported_grant_type");
        }
        var others = world.register(true, List.of("device_code"), "orders:read");
        assertThat(token(others, "orders:read").expect(400).error()).isEqualTo("unauthorized_client");
    }

    @Test
    void areToldOfTheirOwnTokensAlone() {
        var app = world.confidential("orders:read");
        var token = accessToken(token(app, "orders:read"));

        var told = world.introspect(app, token).expect(200).body();
        assertThat(told.path("active").asBoolean()).isTrue();
        assertThat(told.path("client_id").asString()).isEqualTo(app.id());
        assertThat(told.path("scope").asString()).isEqualTo("orders:read");
        assertThat(told.path("sub").asString()).isEqualTo(app.serviceAccount());
        for (var nothing : List.of(world.introspect(world.confidential("orders:read"), token),
                world.introspect(app, "nonsense"), world.introspect(app, "a.b.c"), world.introspect(app, "oauth_x"),
                world.introspect(app, api.signedUp().token()), world.introspect(app, token + "x"))) {
            assertThat(nothing.expect(200).text()).isEqualTo("{\"active\":false}");
        }
        world.introspect(world.isPublic("orders:read"), token).expect(401);
        world.post("/oauth2/introspect", "token=" + token, request -> request).expect(401);
    }

    @Test
    void giveTheirTokensBack() {
        var app = world.confidential("orders:read");
        var token = accessToken(token(app, "orders:read"));
        var other = accessToken(token(app, "orders:read"));
        world.asApp(world.confidential("orders:read"), "/oauth2/revoke", Map.of("token", token)).expect(401);
        world.atApi(token, "/v1/orders").expect(200);

        world.asApp(app, "/oauth2/revoke", Map.of("token", token)).expect(200);

        world.atApi(token, "/v1/orders").expect(401);
        assertThat(world.introspect(app, token).text()).isEqualTo("{\"active\":false}");
        world.atApi(other, "/v1/orders").expect(200);
        world.asApp(app, "/oauth2/revoke", Map.of("token", token)).expect(200);
        world.asApp(app, "/oauth2/revoke", Map.of("token", "nonsense")).expect(200);
    }

    /// What ended on another instance: the row alone says so.
    @Test
    void losesTokensWithinASecondWhereverTheyEnd() throws Exception {
        var app = world.confidential("orders:read");
        var token = accessToken(token(app, "orders:read"));
        world.atApi(token, "/v1/orders").expect(200);

        tables.jdbc().sql("""
                update oauth.authorization_grant set ended_at = clock_timestamp(), end_reason = 'client'
                where client_id = :client""").param("client", ClientId.of(app.id()).value()).update();
        Thread.sleep(1000);

        world.atApi(token, "/v1/orders").expect(401);
    }

    @Test
    void haveOnlySoManyTokensAtATime() {
        var app = world.confidential("orders:read");
        accessToken(token(app, "orders:read"));
        tables.jdbc().sql("""
                insert into oauth.authorization_grant (id, client_id, account_id, grant_type, requested_scopes, scopes,
                    issued_at, expires_at)
                select gen_random_uuid(), client_id, account_id, grant_type, requested_scopes, scopes, issued_at,
                    expires_at
                from oauth.authorization_grant, generate_series(1, 999) where client_id = :client""")
                .param("client", ClientId.of(app.id()).value()).update();

        assertThat(token(app, "orders:read").expect(503).error()).isEqualTo("temporarily_unavailable");
    }

    @Test
    void isAnsweredInOAuthsForm() {
        var app = world.confidential("orders:read");
        var basic = "Basic " + Base64.getEncoder().encodeToString((app.id() + ":" + app.secret()).getBytes(
                java.nio.charset.StandardCharsets.UTF_8));
        for (var body : List.of("", "grant_type", "grant_type=", "grant_type=%zz", "grant_type=client_credentials%00",
                "grant_type=client_credentials&grant_type=client_credentials", "&&&", "a=1&".repeat(300),
                "scope=" + "x".repeat(9000), "grant_type=authorization_code", "grant_type=refresh_token",
                "grant_type=refresh_token&refresh_token=" + "x".repeat(3000),
                "grant_type=urn:ietf:params:oauth:grant-type:device_code")) {
            var answer = world.post("/oauth2/token", body, request -> request.header("Authorization", basic))
                    .expect(400);
            assertThat(answer.error()).as(body).containsAnyOf("invalid_", "unsupported_grant_type");
            assertThat(answer.headers().get("content-type").getFirst()).startsWith("application/json");
            assertThat(answer.headers().get("cache-control")).containsExactly("no-store");
        }
        assertThat(world.get("/oauth2/token", request -> request).expect(405).headers().get("allow"))
                .containsExactly("POST");
        world.get("/oauth2/jwks", request -> request).expect(404);
        world.post("/oauth2/par", "", request -> request.header("Authorization", basic)).expect(404);
        world.get("/connect/logout", request -> request).expect(404);
    }

    private OAuthWorld.Answer token(OAuthWorld.App app, String scope) {
        return world.asApp(app, "/oauth2/token", Map.of("grant_type", "client_credentials", "scope", scope));
    }

    private static String accessToken(OAuthWorld.Answer answer) {
        return answer.expect(200).body().path("access_token").asString();
    }
}
