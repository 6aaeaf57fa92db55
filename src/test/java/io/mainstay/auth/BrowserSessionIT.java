package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/// Browsers send cookies by themselves, whoever's page asks them to; so each of these tries is one that a page of
/// somebody else, or a sister domain, could make.
@IntegrationTest
class BrowserSessionIT {

    private static final String SESSION = "__Host-mainstay-session";
    private static final String REFRESH = "__Host-mainstay-refresh";
    private static final String OURS = "http://localhost:8080";
    private static final Map<String, Object> RENAMED = Map.of("name", "Grace Hopper");

    @Autowired
    ApiClient api;
    @Autowired
    RestTestClient http;
    @Autowired
    Owner tables;

    /// What a browser holds: both cookies' values, and the token that its page keeps.
    record Browser(String id, String session, String refresh, String csrf) {

        String cookies() {
            return SESSION + "=" + session + "; " + REFRESH + "=" + refresh;
        }
    }

    @Test
    void keepsTheTokensWhereNoScriptReadsThem() {
        var person = api.signedUp();
        var answer = logIn(person, _ -> {
        }).expectStatus().isCreated().expectHeader().valueEquals("Cache-Control", "no-store");
        var result = answer.expectBody(String.class).returnResult();
        var cookies = Objects.requireNonNull(result.getResponseHeaders().get(HttpHeaders.SET_COOKIE));

        assertThat(cookies).hasSize(3);
        assertThat(cookies.getFirst()).startsWith("__Host-mainstay-device=").contains("; Path=/;", "Secure", "HttpOnly",
                "SameSite=Strict", "Max-Age=34560000");
        assertThat(cookies.get(1)).startsWith(SESSION + "=ey").contains("; Path=/;", "Secure", "HttpOnly",
                "SameSite=Lax", "Max-Age=600").doesNotContain("Domain");
        assertThat(cookies.getLast()).startsWith(REFRESH + "=refresh_").contains("; Path=/;", "Secure",
                "HttpOnly", "SameSite=Strict", "Max-Age=604800").doesNotContain("Domain");
        assertThat(result.getResponseBody()).contains("\"csrfToken\"", "\"expiresIn\":600")
                .doesNotContain("accessToken", "refreshToken", "\"ey", "refresh_");
    }

    @Test
    void givesTokensToThoseWhoAskForNoCookie() {
        var person = api.signedUp();
        for (var transport : List.of("", ",\"transport\":null", ",\"transport\":\"token\"")) {
            api.post("/v1/sessions", "{\"email\":\"%s\",\"password\":\"%s\"%s}".formatted(person.email(),
                    person.password(), transport)).expectStatus().isCreated().expectHeader()
                    .doesNotExist(HttpHeaders.SET_COOKIE).expectBody().jsonPath("$.accessToken").isNotEmpty()
                    .jsonPath("$.csrfToken").doesNotExist();
        }
        for (var transport : List.of("\"carrier pigeon\"", "1", "\"COOKIE\"", "{}")) {
            api.post("/v1/sessions", "{\"email\":\"%s\",\"password\":\"%s\",\"transport\":%s}".formatted(person.email(),
                    person.password(), transport)).expectStatus().isBadRequest().expectBody()
                    .jsonPath("$.errors[0].pointer").isEqualTo("/transport");
        }
    }

    @Test
    void actsLikeABearerOfTheToken() {
        var person = api.signedUp();
        var browser = browser(person);

        get(browser.cookies(), "/v1/account").expectStatus().isOk().expectBody().jsonPath("$.id")
                .isEqualTo(person.id().toString());
        rename(browser.cookies(), ours(browser)).expectStatus().isOk();
        get(browser.cookies(), "/v1/sessions/current").expectStatus().isOk().expectBody().jsonPath("$.id")
                .isEqualTo(browser.id()).jsonPath("$.csrfToken").isEqualTo(browser.csrf());
        api.get(person, "/v1/sessions/current").expectStatus().isOk().expectBody().jsonPath("$.csrfToken").isEmpty();
        get(browser.cookies(), "/v1/ledger/transfers?reference=x").expectStatus().isForbidden();
    }

    /// A form on another site: the browser adds the cookie, and says where the form is.
    @Test
    void changesNothingForAnotherSitesPage() {
        var browser = browser(api.signedUp());
        var others = browser(api.signedUp());
        var forgeries = List.<Consumer<HttpHeaders>>of(_ -> {
        }, headers -> headers.set("X-CSRF-Token", ""), headers -> headers.set("X-CSRF-Token", "forged"),
                headers -> headers.set("X-CSRF-Token", "ÿ".repeat(2000)),
                headers -> headers.set("X-CSRF-Token", others.csrf()),
                headers -> headers.set("X-CSRF-Token", browser.id()), ours(browser).andThen(headers -> headers
                        .setOrigin("https://evil.example")),
                ours(browser).andThen(headers -> headers.setOrigin("null")),
                ours(browser).andThen(headers -> headers.setOrigin("http://localhost:8080.evil.example")),
                ours(browser).andThen(headers -> headers.setOrigin("https://localhost:8080")),
                ours(browser).andThen(headers -> headers.set("Sec-Fetch-Site", "cross-site")),
                ours(browser).andThen(headers -> headers.set("Sec-Fetch-Site", "same-site")));
        for (var forgery : forgeries) {
            assertForgeable(rename(browser.cookies(), forgery));
            assertForgeable(send(HttpMethod.DELETE, browser.cookies(), "/v1/sessions", null, forgery));
        }
        for (var type : List.of("application/x-www-form-urlencoded", "text/plain", "multipart/form-data;boundary=x")) {
            http.post().uri("/v1/account/change-password").header(HttpHeaders.COOKIE, browser.cookies())
                    .contentType(MediaType.parseMediaType(type)).body("{\"a\":\"=1\"}".getBytes(
                            java.nio.charset.StandardCharsets.UTF_8))
                    .exchange().expectStatus().isForbidden();
        }

        get(browser.cookies(), "/v1/account").expectStatus().isOk().expectBody().jsonPath("$.name")
                .isEqualTo("Ada Lovelace");
        rename(browser.cookies(), ours(browser).andThen(headers -> headers.set("Sec-Fetch-Site", "same-origin")))
                .expectStatus().isOk();
    }

    /// Otherwise its owner would type secrets into the account of whoever made the page.
    @Test
    void letsNoOtherSiteLogABrowserIn() {
        var attacker = api.signedUp();
        for (var origin : List.of("https://evil.example", "null", "http://localhost:9999")) {
            logIn(attacker, headers -> headers.setOrigin(origin)).expectStatus().isForbidden().expectHeader()
                    .doesNotExist(HttpHeaders.SET_COOKIE).expectBody().jsonPath("$.code")
                    .isEqualTo("csrf-token-invalid");
        }
        logIn(attacker, headers -> headers.set("Sec-Fetch-Site", "cross-site")).expectStatus().isForbidden();
        // a form can't say that it's JSON
        for (var type : List.of("application/x-www-form-urlencoded", "text/plain")) {
            http.post().uri("/v1/sessions").contentType(MediaType.parseMediaType(type)).body(
                    "{\"email\":\"%s\",\"password\":\"%s\",\"transport\":\"cookie\"}".formatted(attacker.email(),
                            attacker.password()).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .exchange().expectStatus().isEqualTo(415).expectHeader().doesNotExist(HttpHeaders.SET_COOKIE);
        }
        logIn(attacker, headers -> {
            headers.setOrigin("http://127.0.0.1:8080");
            headers.set("Sec-Fetch-Site", "same-origin");
        }).expectStatus().isCreated();
    }

    @Test
    void countsABearerTokenBeforeACookie() {
        var browser = browser(api.signedUp());
        var other = api.signedUp();

        send(HttpMethod.GET, browser.cookies(), "/v1/account", null, headers -> headers.setBearerAuth(other.token()))
                .expectStatus().isOk().expectBody().jsonPath("$.id").isEqualTo(other.id().toString());
        send(HttpMethod.DELETE, browser.cookies(), "/v1/sessions", null,
                headers -> headers.setBearerAuth(other.token())).expectStatus().isNoContent();
        get(browser.cookies(), "/v1/account").expectStatus().isOk();
        // a wrong one isn't made up for by a good cookie, nor is another scheme
        send(HttpMethod.GET, browser.cookies(), "/v1/account", null, headers -> headers.setBearerAuth("forged"))
                .expectStatus().isUnauthorized();
        send(HttpMethod.GET, browser.cookies(), "/v1/account", null, headers -> headers.setBasicAuth("a", "b"))
                .expectStatus().isUnauthorized();
    }

    @Test
    void letsABrowserWithAnOldCookieLogInAgain() {
        var person = api.signedUp();
        var browser = browser(person);
        send(HttpMethod.DELETE, browser.cookies(), "/v1/sessions/current", null, ours(browser)).expectStatus()
                .isNoContent();

        for (var cookie : List.of(browser.session(), "", "nonsense", "a.b.c")) {
            var old = SESSION + "=" + cookie;
            get(old, "/v1/account").expectStatus().isUnauthorized().expectHeader()
                    .value(HttpHeaders.SET_COOKIE, header -> assertThat(header).startsWith(SESSION + "=;")
                            .contains("Max-Age=0", "Secure", "Path=/;"))
                    .expectBody().jsonPath("$.code").isEqualTo("unauthenticated");
            get(old, "/v1/products").expectStatus().isOk().expectHeader().doesNotExist(HttpHeaders.SET_COOKIE);
            rename(old, ours(browser)).expectStatus().isUnauthorized();
            logIn(person, headers -> headers.set(HttpHeaders.COOKIE, old)).expectStatus().isCreated();
        }
        // and one whose cookie is good, but whose page has lost the token
        var other = browser(person);
        logIn(person, headers -> headers.set(HttpHeaders.COOKIE, other.cookies())).expectStatus().isCreated();
        get(other.cookies(), "/v1/account").expectStatus().isOk();
    }

    /// A sister domain can put a second cookie beside ours, and nothing tells which is which.
    @Test
    void trustsNoneOfTwoCookiesOfOneName() {
        var person = api.signedUp();
        var browser = browser(person);
        var attacker = browser(api.signedUp());

        for (var both : List.of(List.of(browser, attacker), List.of(attacker, browser))) {
            var sessions = SESSION + "=" + both.getFirst().session() + "; " + SESSION + "=" + both.getLast().session();
            get(sessions, "/v1/account").expectStatus().isUnauthorized();
            rename(sessions, ours(browser)).expectStatus().isUnauthorized();
            refresh(REFRESH + "=" + both.getFirst().refresh() + "; " + REFRESH + "=" + both.getLast().refresh(),
                    ours(browser)).expectStatus().isUnauthorized();
        }
        logIn(person, headers -> headers.set(HttpHeaders.COOKIE, SESSION + "=a; " + SESSION + "=b")).expectStatus()
                .isCreated();
        // neither session was touched
        assertForgeable(refresh(browser.cookies(), headers -> headers.set("Sec-Fetch-Site", "cross-site")));
        assertForgeable(refresh(browser.cookies(), headers -> headers.set("Sec-Fetch-Site", "same-site")));

        read(refresh(browser.cookies(), ours(browser)).expectStatus().isOk());
        read(refresh(attacker.cookies(), ours(attacker)).expectStatus().isOk());
    }

    /// Its access token is over, and what its script knew is gone.
    @Test
    void goesOnInAPageThatWasLoadedAnew() {
        var browser = browser(api.signedUp());
        var next = read(refresh(REFRESH + "=" + browser.refresh(), headers -> headers
                .setOrigin("http://localhost:8080")).expectStatus().isOk());
        assertThat(next.csrf()).isEqualTo(browser.csrf());
        rename(next.cookies(), ours(next)).expectStatus().isOk();
    }

    @Test
    void goesOnByItsCookie() {
        var browser = browser(api.signedUp());
        var next = read(refresh(browser.cookies(), ours(browser)).expectStatus().isOk());

        assertThat(next.id()).isEqualTo(browser.id());
        assertThat(next.csrf()).isEqualTo(browser.csrf());
        assertThat(next.refresh()).isNotEqualTo(browser.refresh());
        get(next.cookies(), "/v1/account").expectStatus().isOk();
        // the access token's cookie is gone by then
        var after = read(send(HttpMethod.POST, REFRESH + "=" + next.refresh(), "/v1/sessions/refresh", Map.of(),
                ours(browser)).expectStatus().isOk());
        // a lost answer
        assertThat(read(refresh(next.cookies(), ours(browser)).expectStatus().isOk()).refresh())
                .isEqualTo(after.refresh());
        // reuse: two steps back
        refresh(browser.cookies(), ours(browser)).expectStatus().isUnauthorized().expectBody().jsonPath("$.code")
                .isEqualTo("invalid-refresh-token");
        refresh(after.cookies(), ours(browser)).expectStatus().isUnauthorized();
        get(after.cookies(), "/v1/account").expectStatus().isUnauthorized();
    }

    @Test
    void refreshesForItsOwnPageAlone() {
        var browser = browser(api.signedUp());
        var attacker = browser(api.signedUp());
        assertForgeable(refresh(browser.cookies(), _ -> {
        }));
        assertForgeable(refresh(browser.cookies(), ours(browser).andThen(headers -> headers
                .setOrigin("https://evil.example"))));
        // somebody else's token in this browser's cookie
        assertForgeable(refresh(REFRESH + "=" + attacker.refresh(), ours(browser)));

        read(refresh(browser.cookies(), ours(browser)).expectStatus().isOk());
        read(refresh(attacker.cookies(), ours(attacker)).expectStatus().isOk());
    }

    @Test
    void clearsWhatIsOfNoUseAnyMore() {
        var browser = browser(api.signedUp());
        for (var cookie : List.of(REFRESH + "=nonsense", REFRESH + "=", SESSION + "=" + browser.session())) {
            assertCleared(refresh(cookie, ours(browser)).expectStatus().isUnauthorized());
        }
        for (var body : List.of("{}", "{\"refreshToken\":null}", "")) {
            api.post("/v1/sessions/refresh", body).expectStatus().isUnauthorized().expectHeader()
                    .doesNotExist(HttpHeaders.SET_COOKIE).expectBody().jsonPath("$.code")
                    .isEqualTo("invalid-refresh-token");
        }
        api.post("/v1/sessions/refresh", "{\"refreshToken\":7}").expectStatus().isBadRequest();
        api.post("/v1/sessions/refresh", "{\"refreshToken\":\"\"}").expectStatus().isEqualTo(422);
    }

    @Test
    void losesBothCookiesOnLoggingOut() {
        var person = api.signedUp();
        for (var path : List.of("/v1/sessions/current", "/v1/sessions", "/v1/sessions/{id}")) {
            var browser = browser(person);
            assertCleared(send(HttpMethod.DELETE, browser.cookies(), path.replace("{id}", browser.id()), null,
                    ours(browser)).expectStatus().isNoContent());
            get(browser.cookies(), "/v1/account").expectStatus().isUnauthorized();
            refresh(browser.cookies(), ours(browser)).expectStatus().isUnauthorized();
        }
        var here = browser(person);
        var elsewhere = browser(person);
        send(HttpMethod.DELETE, here.cookies(), "/v1/sessions/" + elsewhere.id(), null, ours(here)).expectStatus()
                .isNoContent().expectHeader().doesNotExist(HttpHeaders.SET_COOKIE);
    }

    @Test
    void isKnownAgainWhenItLogsIn() {
        var person = api.signedUp();
        var first = device(logIn(person, _ -> {
        }));
        assertThat(device(logIn(person, headers -> headers.set(HttpHeaders.COOKIE, "__Host-mainstay-device=" + first))))
                .isEqualTo(first);
        for (var nonsense : List.of("x", "", "a b", "x".repeat(65), first + "; __Host-mainstay-device=" + first)) {
            assertThat(device(logIn(person, headers -> headers.set(HttpHeaders.COOKIE,
                    "__Host-mainstay-device=" + nonsense)))).isNotEqualTo(first).hasSize(43);
        }
        // only success makes a browser known
        logIn(new Session(person.id(), person.email(), "a wrong password", ""), _ -> {
        }).expectStatus().isUnauthorized().expectHeader().doesNotExist(HttpHeaders.SET_COOKIE);
    }

    private static String device(ResponseSpec answer) {
        return cookie(answer.expectStatus().isCreated().expectBody().returnResult().getResponseHeaders(),
                "__Host-mainstay-device");
    }

    @Test
    void takesTheTokenOfTheBodyBeforeThatOfTheCookie() {
        var browser = browser(api.signedUp());
        var other = browser(api.signedUp());

        send(HttpMethod.POST, browser.cookies(), "/v1/sessions/refresh", Map.of("refreshToken", other.refresh()), _ -> {
        }).expectStatus().isOk().expectHeader().doesNotExist(HttpHeaders.SET_COOKIE).expectBody()
                .jsonPath("$.id").isEqualTo(other.id()).jsonPath("$.accessToken").isNotEmpty();
    }

    private static void assertForgeable(ResponseSpec answer) {
        answer.expectStatus().isForbidden().expectHeader().doesNotExist(HttpHeaders.SET_COOKIE).expectBody()
                .jsonPath("$.code").isEqualTo("csrf-token-invalid");
    }

    private static void assertCleared(ResponseSpec answer) {
        var headers = answer.expectBody(String.class).returnResult().getResponseHeaders();
        assertThat(headers.get(HttpHeaders.SET_COOKIE)).hasSize(2).allSatisfy(
                cookie -> assertThat(cookie).contains("Max-Age=0").doesNotContain("refresh_"));
    }

    private Browser browser(Session person) {
        return read(logIn(person, _ -> {
        }).expectStatus().isCreated());
    }

    private ResponseSpec logIn(Session person, Consumer<HttpHeaders> headers) {
        return api.send(HttpMethod.POST, "/v1/sessions",
                Map.of("email", person.email(), "password", person.password(), "transport", "cookie"), headers);
    }

    private static Browser read(ResponseSpec answer) {
        var result = answer.expectBody(Map.class).returnResult();
        var body = Objects.requireNonNull(result.getResponseBody());
        return new Browser((String) body.get("id"), cookie(result.getResponseHeaders(), SESSION),
                cookie(result.getResponseHeaders(), REFRESH), (String) body.get("csrfToken"));
    }

    private static String cookie(HttpHeaders headers, String name) {
        var found = Objects.requireNonNull(headers.get(HttpHeaders.SET_COOKIE)).stream()
                .filter(header -> header.startsWith(name + "=")).toList();
        assertThat(found).hasSize(1);
        return found.getFirst().substring(name.length() + 1, found.getFirst().indexOf(';'));
    }

    private static Consumer<HttpHeaders> ours(Browser browser) {
        return headers -> {
            headers.set("X-CSRF-Token", browser.csrf());
            headers.setOrigin(OURS);
        };
    }

    private ResponseSpec get(String cookies, String path) {
        return send(HttpMethod.GET, cookies, path, null, _ -> {
        });
    }

    private ResponseSpec rename(String cookies, Consumer<HttpHeaders> headers) {
        return send(HttpMethod.PATCH, cookies, "/v1/account", RENAMED,
                headers.andThen(all -> all.setIfMatch("\"0\"")));
    }

    private ResponseSpec refresh(String cookies, Consumer<HttpHeaders> headers) {
        return send(HttpMethod.POST, cookies, "/v1/sessions/refresh", null, headers);
    }

    private ResponseSpec send(HttpMethod method, String cookies, String path, @Nullable Object body,
            Consumer<HttpHeaders> headers) {
        return api.send(method, path, body, headers.andThen(all -> all.set(HttpHeaders.COOKIE, cookies)));
    }
}
