package io.mainstay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Applications, and people's browsers, as they talk to the server: over HTTP, without following redirects.
public final class OAuthWorld {

    public static final String ISSUER = "http://localhost:8080";
    public static final String CALLBACK = "https://app.example/callback";
    public static final String VERIFIER = "a-verifier-that-nobody-else-can-know-0123456789";
    public static final String STATE = "state of the application & more";

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final ApiClient api;
    private final Environment environment;
    private final Session administrator;

    public OAuthWorld(ApiClient api, Environment environment) {
        this.api = api;
        this.environment = environment;
        this.administrator = api.administrator();
    }

    public Session administrator() {
        return administrator;
    }

    public record App(String id, @Nullable String secret, String serviceAccount) {}

    /// What a browser holds after its log-in.
    public record Browser(Session person, String cookie, String csrf) {}

    public record Answer(int status, Map<String, List<String>> headers, String text) {

        public JsonNode body() {
            return JSON.readTree(text);
        }

        public String error() {
            return body().path("error").asString("none");
        }

        public @Nullable String location() {
            return headers.getOrDefault("location", List.of()).stream().findFirst().orElse(null);
        }

        /// The parameters of the address that the browser is sent to.
        public Map<String, String> sentWith() {
            return parameters(status == 200
                    ? body().path("location").asString("")
                    : Objects.requireNonNull(location(), text));
        }

        public Answer expect(int expected) {
            assertThat(status).as("%s %s", text, headers).isEqualTo(expected);
            return this;
        }
    }

    public App confidential(String... scopes) {
        return register(true, List.of("authorization_code", "client_credentials", "device_code"), scopes);
    }

    public App isPublic(String... scopes) {
        return register(false, List.of("authorization_code", "device_code"), scopes);
    }

    public App register(boolean confidential, List<String> grants, String... scopes) {
        return register(confidential, grants, CALLBACK, scopes);
    }

    public App register(boolean confidential, List<String> grants, String redirectUri, String[] scopes) {
        var answer = api.post(administrator, "/v1/oauth-clients",
                Map.of("name", "An application", "confidential", confidential, "grants", grants, "redirectUris",
                        grants.contains("authorization_code") ? List.of(redirectUri) : List.of(), "scopes",
                        List.of(scopes)))
                .expectStatus().isCreated().expectBody(String.class).returnResult().getResponseBody();
        var body = JSON.readTree(Objects.requireNonNull(answer));
        return new App(body.path("client").path("id").asString(), body.path("secret").asString(null),
                body.path("client").path("serviceAccount").asString());
    }

    public Browser browser() {
        return browser(api.signedUp());
    }

    public Browser browser(Session person) {
        var answer = send(HttpRequest.newBuilder(uri("/v1/sessions")).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers
                        .ofString("{\"email\":\"%s\",\"password\":\"%s\",\"transport\":\"cookie\"}"
                                .formatted(person.email(), person.password()))));
        var cookie = answer.expect(201).headers().get("set-cookie").stream()
                .filter(one -> one.startsWith("__Host-mainstay-session="))
                .findFirst().orElseThrow();
        return new Browser(person, cookie.substring(0, cookie.indexOf(';')),
                answer.body().path("csrfToken").asString());
    }

    /// An authorization request as it should be.
    public Map<String, String> request(App app, String scope) {
        var request = new LinkedHashMap<String, String>();
        request.put("response_type", "code");
        request.put("client_id", app.id());
        request.put("redirect_uri", CALLBACK);
        request.put("scope", scope);
        request.put("state", STATE);
        request.put("code_challenge", challenge(VERIFIER));
        request.put("code_challenge_method", "S256");
        return request;
    }

    public Answer authorize(@Nullable Browser browser, Map<String, String> request) {
        return get("/oauth2/authorize?" + form(request), with(browser));
    }

    /// What the consent page sends.
    public Answer consent(Browser browser, Map<String, String> sent, Map<String, String> more) {
        var form = new LinkedHashMap<>(Map.of("client_id", sent.get("client_id"), "state", sent.get("state")));
        form.putAll(more);
        var body = form(form) + Arrays.stream(sent.get("scope").split(" ")).map(scope -> "&scope=" + encoded(scope))
                .collect(Collectors.joining());
        return post("/oauth2/authorize", body, with(browser).andThen(request -> request.header("X-CSRF-Token",
                browser.csrf()))::apply);
    }

    /// Asks, consents, and returns the code.
    public String code(Browser browser, App app, String scope) {
        return code(browser, request(app, scope));
    }

    public String code(Browser browser, Map<String, String> request) {
        var answer = authorize(browser, request).expect(302);
        if (Objects.requireNonNull(answer.location()).startsWith("/authorize-application?")) {
            answer = consent(browser, answer.sentWith(), Map.of()).expect(200);
        }
        return Objects.requireNonNull(answer.sentWith().get("code"), answer.toString());
    }

    /// All of it, up to the tokens.
    public Answer tokens(Browser browser, App app, String scope) {
        return exchange(app, code(browser, app, scope), Map.of()).expect(200);
    }

    public Answer exchange(App app, String code, Map<String, String> other) {
        var form = new LinkedHashMap<>(
                Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", CALLBACK,
                        "code_verifier", VERIFIER));
        form.putAll(other);
        form.values().removeIf(String::isEmpty);
        return asApp(app, "/oauth2/token", form);
    }

    public Answer refresh(App app, String refreshToken) {
        return asApp(app, "/oauth2/token", Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    public Answer introspect(App app, String token) {
        return asApp(app, "/oauth2/introspect", Map.of("token", token));
    }

    /// With the client's secret in the header, or its mere name if it has none.
    public Answer asApp(App app, String path, Map<String, String> form) {
        if (app.secret() == null) {
            var named = new LinkedHashMap<>(form);
            named.put("client_id", app.id());
            return post(path, form(named), request -> request);
        }
        return post(path, form(form), request -> request.header("Authorization", "Basic " + Base64.getEncoder()
                .encodeToString((app.id() + ":" + app.secret()).getBytes(StandardCharsets.UTF_8))));
    }

    public Answer atApi(String token, String path) {
        return get(path, request -> request.header("Authorization", "Bearer " + token));
    }

    public Answer get(String path, UnaryOperator<HttpRequest.Builder> more) {
        return send(more.apply(HttpRequest.newBuilder(uri(path)).GET()));
    }

    public Answer post(String path, String form, UnaryOperator<HttpRequest.Builder> more) {
        return send(more.apply(HttpRequest.newBuilder(uri(path)).header("Content-Type",
                "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString(form))));
    }

    public static UnaryOperator<HttpRequest.Builder> with(@Nullable Browser browser) {
        return request -> browser == null ? request : request.header("Cookie", browser.cookie());
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.headers().map(), answer.body());
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + environment.getProperty("local.server.port") + path);
    }

    public static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(MessageDigest.getInstance("SHA-256")
                    .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream().map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&"));
    }

    public static Map<String, String> parameters(String address) {
        var query = address.substring(address.indexOf('?') + 1);
        return Arrays.stream(query.split("&")).map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length == 1 ? "" : decoded(pair[1])));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
