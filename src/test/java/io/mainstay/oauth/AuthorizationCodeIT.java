package io.mainstay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.oauth.OAuthWorld.Answer;
import io.mainstay.oauth.OAuthWorld.App;
import io.mainstay.oauth.OAuthWorld.Browser;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/// The authorization code grant, by applications as they should be and by others as they shouldn't.
@IntegrationTest
class AuthorizationCodeIT {

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
    void leadsFromALogInOverConsentToTokens() {
        var app = world.confidential("openid", "orders:read");
        var request = world.request(app, "openid orders:read");

        var toLogIn = world.authorize(null, request).expect(302);
        assertThat(toLogIn.location()).startsWith("/log-in?continue=%2Foauth2%2Fauthorize%3F");
        assertThat(toLogIn.sentWith().get("continue")).isEqualTo("/oauth2/authorize?" + OAuthWorld.form(request));

        var toConsent = world.authorize(browser, request).expect(302);
        assertThat(toConsent.location()).startsWith("/authorize-application?");
        var sent = toConsent.sentWith();
        api.get(browser.person(), "/v1/account/authorization-request?state=" + sent.get("state")).expectStatus().isOk()
                .expectBody().jsonPath("$.client.id").isEqualTo(app.id()).jsonPath("$.scopes[1]")
                .isEqualTo("orders:read").jsonPath("$.redirectUri").isEqualTo(OAuthWorld.CALLBACK);
        api.get(api.signedUp(), "/v1/account/authorization-request?state=" + sent.get("state")).expectStatus()
                .isNotFound();

        var back = world.consent(browser, sent, Map.of()).expect(200);
        assertThat(back.body().path("location").asString()).startsWith(OAuthWorld.CALLBACK + "?");
        assertThat(back.sentWith()).containsOnlyKeys("code", "state", "iss").containsEntry("state", OAuthWorld.STATE)
                .containsEntry("iss", OAuthWorld.ISSUER);

        var tokens = world.exchange(app, back.sentWith().get("code"), Map.of()).expect(200).body();
        assertThat(tokens.path("scope").asString().split(" ")).containsExactlyInAnyOrder("openid", "orders:read");
        assertThat(tokens.path("expires_in").asInt()).isBetween(590, 600);
        world.atApi(tokens.path("access_token").asString(), "/v1/orders").expect(200);
        world.atApi(tokens.path("access_token").asString(), "/v1/account").expect(403);
        // what was allowed once isn't asked again
        assertThat(world.authorize(browser, request).expect(302).location()).startsWith(OAuthWorld.CALLBACK + "?code=");
    }

    @Test
    void saysWhoItIsInATokenThatIsNoAccessToken() throws Exception {
        var app = world.isPublic("openid", "email", "profile");
        var request = world.request(app, "openid email profile");
        request.put("nonce", "n-0S6_WzA2Mj");
        var tokens = world.exchange(app, world.code(browser, request), Map.of()).expect(200).body();
        var idToken = SignedJWT.parse(tokens.path("id_token").asString());
        var claims = idToken.getJWTClaimsSet();

        assertThat(idToken.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(idToken.getHeader().getType()).isEqualTo(JOSEObjectType.JWT);
        var keys = JWKSet.parse(world.get("/.well-known/jwks.json", one -> one).text());
        var key = (ECKey) keys.getKeyByKeyId(idToken.getHeader().getKeyID());
        assertThat(idToken.verify(new ECDSAVerifier(key))).isTrue();
        assertThat(claims.getAudience()).containsExactly(app.id());
        assertThat(claims.getIssuer()).isEqualTo(OAuthWorld.ISSUER);
        assertThat(claims.getSubject()).isEqualTo(browser.person().id().toString());
        assertThat(claims.getStringClaim("nonce")).isEqualTo("n-0S6_WzA2Mj");
        assertThat(claims.getStringClaim("email")).isEqualTo(browser.person().email());
        assertThat(claims.getStringClaim("name")).isEqualTo("Ada Lovelace");

        world.atApi(idToken.serialize(), "/v1/orders").expect(401);
        world.atApi(idToken.serialize(), "/userinfo").expect(401);
        var told = world.atApi(tokens.path("access_token").asString(), "/userinfo").expect(200).body();
        assertThat(told.path("sub").asString()).isEqualTo(browser.person().id().toString());
        assertThat(told.path("email_verified").asBoolean()).isTrue();
        world.atApi(browser.person().token(), "/userinfo").expect(403);
        world.get("/userinfo", one -> one).expect(401);
        assertThat(world.introspect(world.confidential("openid"), idToken.serialize()).text())
                .isEqualTo("{\"active\":false}");
    }

    @Test
    void tellsOnlyWhatTheScopesAllow() {
        var app = world.confidential("openid", "email", "orders:read");
        var withOpenid = world.tokens(browser, app, "openid").body();
        assertThat(world.atApi(withOpenid.path("access_token").asString(), "/userinfo").expect(200).body().size())
                .isEqualTo(1);
        var withOrders = world.tokens(browser, app, "orders:read").body();
        assertThat(withOrders.path("id_token").isMissingNode()).isTrue();
        world.atApi(withOrders.path("access_token").asString(), "/userinfo").expect(403);
    }

    @Test
    void demandsAProofKeyOfEverybody() {
        for (var app : List.of(world.confidential("orders:read"), world.isPublic("orders:read"))) {
            var challenge = OAuthWorld.challenge(OAuthWorld.VERIFIER);
            for (var wrong : List.of(Map.of("code_challenge", "", "code_challenge_method", ""),
                    Map.of("code_challenge", "", "code_challenge_method", "S256"),
                    Map.of("code_challenge", challenge, "code_challenge_method", ""),
                    Map.of("code_challenge", OAuthWorld.VERIFIER, "code_challenge_method", "plain"),
                    Map.of("code_challenge", challenge, "code_challenge_method", "plain"),
                    Map.of("code_challenge", challenge + "=", "code_challenge_method", "S256"),
                    Map.of("code_challenge", "short", "code_challenge_method", "S256"))) {
                assertThat(refused(app, wrong)).containsEntry("error", "invalid_request").containsEntry("iss",
                        OAuthWorld.ISSUER).doesNotContainKey("code");
            }
            var code = world.code(browser, app, "orders:read");
            for (var verifier : List.of("", "wrong", challenge, OAuthWorld.VERIFIER + "x")) {
                var answer = world.exchange(app, code, Map.of("code_verifier", verifier));
                assertThat(answer.error()).as(answer.text()).isIn("invalid_grant", "invalid_client");
            }
            world.exchange(app, code, Map.of()).expect(200);
        }
    }

    @Test
    void endsAllThatCameFromACodeThatIsUsedAgain() {
        for (var app : List.of(world.confidential("orders:read"), world.isPublic("orders:read"))) {
            var code = world.code(browser, app, "orders:read");
            var tokens = world.exchange(app, code, Map.of()).expect(200).body();
            world.atApi(tokens.path("access_token").asString(), "/v1/orders").expect(200);

            assertThat(world.exchange(app, code, Map.of()).expect(400).error()).isEqualTo("invalid_grant");

            world.atApi(tokens.path("access_token").asString(), "/v1/orders").expect(401);
            assertThat(world.refresh(app, tokens.path("refresh_token").asString()).expect(400).error())
                    .isEqualTo("invalid_grant");
        }
    }

    @Test
    void givesTokensToOneOfManyWhoHaveTheSameCode() throws Exception {
        var app = world.confidential("orders:read");
        for (var round = 0; round < 10; round++) {
            var code = world.code(browser, app, "orders:read");
            var winners = allAtOnce(8, () -> world.exchange(app, code, Map.of()));

            assertThat(winners.stream().filter(answer -> answer.status() == 200)).hasSizeLessThanOrEqualTo(1);
            assertThat(winners.stream().map(Answer::status)).containsOnly(200, 400);
            assertThat(alive(winners)).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void takesACodeOnlyFromWhomItWasFor() {
        var app = world.confidential("orders:read");
        var others = world.confidential("orders:read");
        var code = world.code(browser, app, "orders:read");

        assertThat(world.exchange(app, code, Map.of("redirect_uri", "https://app.example/callback2")).error())
                .isEqualTo("invalid_grant");
        assertThat(world.exchange(app, code, Map.of("redirect_uri", "")).error()).isEqualTo("invalid_grant");
        assertThat(world.exchange(others, code, Map.of()).error()).isEqualTo("invalid_grant");
        // it has been in wrong hands
        assertThat(world.exchange(app, code, Map.of()).error()).isEqualTo("invalid_grant");
        assertThat(world.exchange(app, "nonsense", Map.of()).error()).isEqualTo("invalid_grant");
    }

    @Test
    void takesACodeForAMinute() {
        var app = world.confidential("orders:read");
        var code = world.code(browser, app, "orders:read");
        tables.jdbc().sql("""
                update oauth.authorization_grant set expires_at = clock_timestamp() - interval '1 second'
                where code_hash = :hash""").param("hash", Secret.hash(code).bytes()).update();

        assertThat(world.exchange(app, code, Map.of()).error()).isEqualTo("invalid_grant");
    }

    @Test
    void sendsNobodyToAnAddressThatIsNotTheClients() {
        var app = world.confidential("orders:read");
        for (var uri : List.of("https://evil.example/callback", OAuthWorld.CALLBACK + "/", OAuthWorld.CALLBACK + "?a=b",
                OAuthWorld.CALLBACK + "#a", "https://app.example/CALLBACK", "https://app.example/x/../callback",
                "https://app.example:443/callback", "https://app.example.evil.example/callback",
                "https://app.example@evil.example/callback", "https://app.example", "http://app.example/callback", "",
                "javascript:alert(1)", "//evil.example", "\\\\evil.example", "/callback",
                "http://127.0.0.1/callback")) {
            for (var who : new Browser[]{browser, null}) {
                var request = world.request(app, "orders:read");
                request.put("redirect_uri", uri);
                var answer = world.authorize(who, request);
                assertThat(answer.expect(400).location()).as(uri).isNull();
                assertThat(answer.error()).isEqualTo("invalid_request");
            }
        }
        var request = world.request(app, "orders:read");
        request.put("client_id", "client_00000000000000000000000000");
        assertThat(world.authorize(browser, request).expect(400).location()).isNull();
        assertThat(world.get("/oauth2/authorize?" + OAuthWorld.form(world.request(app, "orders:read"))
                + "&redirect_uri=https://evil.example", OAuthWorld.with(browser)).expect(400).location()).isNull();
    }

    @Test
    void lendsAPortToProgramsOnTheSameMachine() {
        var answer = api.post(world.administrator(), "/v1/oauth-clients",
                Map.of("name", "A program", "confidential", false, "grants", List.of("authorization_code"),
                        "redirectUris", List.of("http://127.0.0.1/callback"), "scopes", List.of("orders:read")))
                .expectStatus().isCreated().expectBody(Map.class).returnResult().getResponseBody();
        var id = (String) ((Map<?, ?>) Objects.requireNonNull(answer).get("client")).get("id");
        var request = world.request(new App(id, null, ""), "orders:read");
        for (var uri : List.of("http://127.0.0.1:5123/callback", "http://127.0.0.1/callback")) {
            request.put("redirect_uri", uri);
            assertThat(world.authorize(browser, request).expect(302).location()).startsWith("/authorize-application?");
        }
        for (var uri : List.of("http://127.0.0.1:5123/callback2", "http://127.0.0.2:5123/callback",
                "http://localhost:5123/callback", "https://127.0.0.1:5123/callback",
                "http://127.0.0.1:5123@evil.example/callback")) {
            request.put("redirect_uri", uri);
            world.authorize(browser, request).expect(400);
        }
    }

    @Test
    void grantsNothingThatTheClientMayNotHave() {
        var app = world.confidential("orders:read");
        for (var scope : List.of("payments:read", "orders:read payments:read", "openid", "", "*")) {
            assertThat(refused(app, Map.of("scope", scope))).containsEntry("error", "invalid_scope");
        }
        var both = world.confidential("orders:read", "payments:read");
        var sent = world.authorize(browser, world.request(both, "orders:read")).sentWith();
        var more = new HashMap<>(sent);
        more.put("scope", "orders:read payments:read");
        assertThat(world.consent(browser, more, Map.of()).expect(200).sentWith()).containsEntry("error",
                "invalid_scope");
        var tokens = world.tokens(browser, both, "orders:read").body();
        assertThat(world.asApp(both, "/oauth2/token", Map.of("grant_type", "refresh_token", "refresh_token",
                tokens.path("refresh_token").asString(), "scope", "payments:read")).error()).isEqualTo("invalid_scope");
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        var app = world.confidential("openid", "orders:read");
        for (var wrong : List.of(Map.of("state", "x".repeat(513)), Map.of("state", "ü"),
                Map.of("nonce", "x".repeat(256)),
                Map.of("response_mode", "form_post"), Map.of("response_mode", "fragment"), Map.of("request", "x"))) {
            assertThat(refused(app, wrong)).containsEntry("error", "invalid_request");
        }
        for (var wrong : List.of(Map.of("response_type", "token"), Map.of("response_type", "id_token"),
                Map.of("response_type", "code token"), Map.of("response_type", ""),
                Map.of("request_uri", "urn:ietf:params:oauth:request_uri:x___9999999999999"),
                Map.of("state", "a\u0000b"))) {
            var request = world.request(app, "openid");
            request.putAll(wrong);
            request.values().removeIf(String::isEmpty);
            assertThat(world.authorize(browser, request).expect(400).location()).as(wrong.toString()).isNull();
        }
    }

    @Test
    void askSilentlyWhoWantsNothingShown() {
        var app = world.confidential("openid");
        assertThat(world.authorize(null, silent(app)).expect(302).sentWith()).containsEntry("error", "login_required");
        assertThat(world.authorize(browser, silent(app)).expect(302).sentWith()).containsEntry("error",
                "consent_required");
        world.code(browser, app, "openid");
        assertThat(world.authorize(browser, silent(app)).expect(302).sentWith()).containsKey("code");
    }

    @Test
    void sendsWhoeverIsLoggedInToLogInAgainIfTheApplicationWantsThat() {
        var app = world.confidential("openid");
        world.code(browser, app, "openid");
        var request = world.request(app, "openid");

        for (var wish : List.of(Map.of("prompt", "login"), Map.of("max_age", "0"),
                Map.of("prompt", "login", "max_age", "0"))) {
            var asked = new LinkedHashMap<>(request);
            asked.putAll(wish);
            var sent = world.authorize(browser, asked).expect(302).sentWith();
            assertThat(sent).containsEntry("again", "true");
            assertThat(sent.get("continue")).startsWith("/oauth2/authorize?").contains("client_id=" + app.id())
                    .doesNotContain("prompt").doesNotContain("max_age");
        }
        var young = new LinkedHashMap<>(request);
        young.put("max_age", "3600");
        assertThat(world.authorize(browser, young).expect(302).sentWith()).containsKey("code");
        // nothing may be shown, and being logged in isn't enough
        var silent = silent(app);
        silent.put("max_age", "0");
        assertThat(world.authorize(browser, silent).expect(302).sentWith()).containsEntry("error", "login_required");
    }

    @Test
    void asksAgainIfTheApplicationWantsThatOrCantBeKnown() {
        var app = world.confidential("openid");
        world.code(browser, app, "openid");
        var asked = world.request(app, "openid");
        assertThat(world.authorize(browser, asked).expect(302).sentWith()).containsKey("code");
        asked.put("prompt", "consent");
        assertThat(world.authorize(browser, asked).expect(302).location()).startsWith("/authorize-application?");
    }

    @Test
    void takesNoForANo() {
        var app = world.confidential("orders:read", "payments:read");
        var sent = world.authorize(browser, world.request(app, "orders:read")).sentWith();
        assertThat(world.consent(browser, sent, Map.of("deny", "true")).expect(200).sentWith())
                .containsOnly(Map.entry("error", "access_denied"), Map.entry("state", OAuthWorld.STATE),
                        Map.entry("iss", OAuthWorld.ISSUER));
        // and its state is worth nothing any more
        world.consent(browser, sent, Map.of()).expect(400);

        world.code(browser, app, "orders:read");
        var again = world.authorize(browser, world.request(app, "orders:read payments:read")).sentWith();
        assertThat(world.consent(browser, again, Map.of("deny", "true")).expect(200).sentWith())
                .containsEntry("error", "access_denied").doesNotContainKey("code");
    }

    @Test
    void takesAYesFromThePersonsOwnPageAlone() {
        var app = world.confidential("orders:read");
        var sent = world.authorize(browser, world.request(app, "orders:read")).sentWith();
        var form = OAuthWorld.form(Map.of("client_id", app.id(), "state", sent.get("state"), "scope", "orders:read"));
        var other = world.browser();

        world.post("/oauth2/authorize", form, request -> request).expect(401);
        world.post("/oauth2/authorize", form, OAuthWorld.with(browser)).expect(401);
        world.post("/oauth2/authorize", form, request -> OAuthWorld.with(browser).apply(request)
                .header("X-CSRF-Token", other.csrf())).expect(401);
        world.post("/oauth2/authorize", form, request -> OAuthWorld.with(browser).apply(request)
                .header("X-CSRF-Token", browser.csrf()).header("Origin", "https://evil.example")).expect(401);
        world.post("/oauth2/authorize", form, request -> request.header("Authorization",
                "Bearer " + browser.person().token())).expect(401);
        world.consent(other, sent, Map.of()).expect(400);
        var guessed = new LinkedHashMap<>(sent);
        guessed.put("state", "guessed");
        world.consent(browser, guessed, Map.of()).expect(400);

        world.consent(browser, sent, Map.of()).expect(200);
        world.consent(browser, sent, Map.of()).expect(400);
    }

    @Test
    void keepsNoSecretThatCouldBeUsed() {
        var app = world.confidential("openid", "orders:read");
        var sent = world.authorize(browser, world.request(app, "openid orders:read")).sentWith();
        var code = world.consent(browser, sent, Map.of()).sentWith().get("code");
        assertThat(rows(app)).doesNotContain(sent.get("state"), code);
        var tokens = world.exchange(app, code, Map.of()).expect(200).body();

        assertThat(rows(app)).doesNotContain(code, tokens.path("access_token").asString(),
                tokens.path("refresh_token").asString(), tokens.path("id_token").asString(), app.secret(),
                OAuthWorld.VERIFIER);
    }

    @Test
    void doesNotGrowWithPagesThatNobodyAnswers() {
        var app = world.confidential("orders:read");
        for (var page = 0; page < 25; page++) {
            world.authorize(browser, world.request(app, "orders:read")).expect(302);
        }
        assertThat(tables.jdbc().sql("""
                select count(*) from oauth.authorization_grant where account_id = :account""")
                .param("account", browser.person().id().value()).query(Integer.class).single()).isEqualTo(20);
    }

    private Map<String, String> silent(App app) {
        var request = world.request(app, "openid");
        request.put("prompt", "none");
        return request;
    }

    private Map<String, String> refused(App app, Map<String, String> other) {
        var request = world.request(app, "orders:read");
        request.putAll(other);
        request.values().removeIf(String::isEmpty);
        var answer = world.authorize(browser, request).expect(302);
        assertThat(answer.location()).startsWith(OAuthWorld.CALLBACK + "?error=");
        return answer.sentWith();
    }

    private String rows(App app) {
        return String.join("\n", tables.jdbc().sql("""
                select g::text from oauth.authorization_grant g where client_id = :client
                union all select c::text from oauth.client c where id = :client
                union all select e::text from securitylog.event e where detail ->> 'client' = :name""")
                .param("client", ClientId.of(app.id()).value()).param("name", app.id()).query(String.class).list());
    }

    private List<Answer> alive(List<Answer> answers) {
        return answers.stream().filter(answer -> answer.status() == 200)
                .filter(answer -> world.atApi(answer.body().path("access_token").asString(), "/v1/orders")
                        .status() == 200)
                .toList();
    }

    private static List<Answer> allAtOnce(int times, Callable<Answer> request) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(java.util.Collections.nCopies(times, request)).stream().map(future -> {
                try {
                    return future.get();
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            }).toList();
        }
    }
}
