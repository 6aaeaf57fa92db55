package io.mainstay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What every client may rely on, over HTTP: bounds, repeats, memory, announcements.
class SandboxProviderTests {

    private static final JsonMapper JSON = JsonMapper.shared();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private SandboxProvider provider;

    @BeforeEach
    void start() throws IOException {
        provider = started(settings());
    }

    @AfterEach
    void stop() {
        provider.close();
        http.close();
    }

    @Test
    void capturesInPartsButNeverMoreThanWasAuthorized() throws Exception {
        var authorization = authorize("tok_4242", 1000, false).get("id").stringValue();
        assertThat(capture(authorization, 400, false).get("status").stringValue()).isEqualTo("succeeded");
        assertThat(capture(authorization, 601, false).get("code").stringValue()).isEqualTo("amount_too_large");
        assertThat(capture(authorization, 500, true).get("status").stringValue()).isEqualTo("succeeded");
        assertThat(capture(authorization, 100, true).get("code").stringValue()).isEqualTo("authorization_closed");
        assertThat(provider.totals()).isEqualTo(Map.of("EUR", Map.of("captured", 900L)));
    }

    @Test
    void refundsNeverMoreThanWasCaptured() throws Exception {
        var authorization = authorize("tok_4242", 1000, true).get("id").stringValue();
        assertThat(refund(authorization, 700).get("status").stringValue()).isEqualTo("succeeded");
        assertThat(refund(authorization, 301).get("code").stringValue()).isEqualTo("amount_too_large");
        assertThat(refund(authorization, 300).get("status").stringValue()).isEqualTo("succeeded");
    }

    @Test
    void givesAnAuthorizationBackOnce() throws Exception {
        var authorization = authorize("tok_4242", 1000, false).get("id").stringValue();
        assertThat(cancel(authorization, 1000).get("status").stringValue()).isEqualTo("succeeded");
        assertThat(cancel(authorization, 1000).get("code").stringValue()).isEqualTo("authorization_closed");
        assertThat(capture(authorization, 1000, true).get("code").stringValue()).isEqualTo("authorization_closed");
    }

    @Test
    void capturesNothingAfterAnAuthorizationHasExpired() throws Exception {
        var authorization = authorize("tok_4242", 1000, false).get("id").stringValue();
        provider.close();
        var later = Clock.fixed(Clock.systemUTC().instant().plus(Duration.ofDays(8)), ZoneOffset.UTC);
        provider = started(settings().withClock(later));
        assertThat(capture(authorization, 1000, true).get("code").stringValue()).isEqualTo("authorization_expired");
    }

    @Test
    void refusesAnotherBodyUnderAnEarlierOperation() throws Exception {
        var operation = operation();
        assertThat(post("authorizations", authorization(operation, "tok_4242", 1000, true)).statusCode())
                .isEqualTo(200);
        assertThat(post("authorizations", authorization(operation, "tok_4242", 1000, true)).statusCode())
                .isEqualTo(200);
        assertThat(post("authorizations", authorization(operation, "tok_4242", 1001, true)).statusCode())
                .isEqualTo(422);
        assertThat(provider.captures()).isEqualTo(1);
    }

    @Test
    void refusesWhatItDoesNotUnderstand() throws Exception {
        for (var body : new String[]{"", "[]", "{", "{\"operation\": 1}", "{\"operation\": \"a\", \"amount\": 0}",
                "{\"operation\": \"a\", \"amount\": 1.5}",
                "{\"operation\": \"a\", \"amount\": 99999999999999999999}"}) {
            assertThat(send("/v1/authorizations", body).statusCode()).as(body).isEqualTo(400);
        }
    }

    @Test
    void remembersAfterItsEndAndGoesOnBehindHalfALine() throws Exception {
        var authorization = authorize("tok_4242", 1000, false).get("id").stringValue();
        provider.close();
        Files.writeString(folder.resolve("journal"), "{\"operation\": {\"requ", StandardOpenOption.APPEND);
        provider = started(settings());
        assertThat(capture(authorization, 1000, true).get("status").stringValue()).isEqualTo("succeeded");
        provider.close();
        provider = started(settings());
        assertThat(provider.captures()).isEqualTo(1);
    }

    @Test
    void endsPayoutsLater() throws Exception {
        var good = payout("acct_4242");
        var bad = payout("acct_fails");
        assertThat(good.get("status").stringValue()).isEqualTo("pending");
        assertThat(ended(good).get("status").stringValue()).isEqualTo("succeeded");
        assertThat(ended(bad).get("code").stringValue()).isEqualTo("account_closed");
    }

    @Test
    void asksTheCustomerWhoConfirmsOrDenies() throws Exception {
        for (var answer : Map.of("confirm", "succeeded", "deny", "declined").entrySet()) {
            var asked = authorize("tok_3ds", 1000, true);
            assertThat(asked.get("status").stringValue()).isEqualTo("actionRequired");
            var page = URI.create(asked.get("url").stringValue());
            assertThat(http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString()).body())
                    .contains("1000 minor units of EUR");
            var sent = send(page.getPath(), "answer=" + answer.getKey());
            assertThat(sent.headers().firstValue("Location")).contains("https://shop.example/back");
            assertThat(find(asked).get("status").stringValue()).isEqualTo(answer.getValue());
        }
    }

    @Test
    void asksNobodyWhoIsNotThere() throws Exception {
        var body = authorization(operation(), "tok_3ds", 1000, true).replace(", \"returnTo\": "
                + "\"https://shop.example/back\"", "");
        assertThat(JSON.readTree(post("authorizations", body).body()).get("code").stringValue())
                .isEqualTo("authentication_required");
    }

    @Test
    void announcesUntilItArrivesAndSignsWhatItSays() throws Exception {
        try (var hook = new Hook(1)) {
            provider.announceTo(hook.url(), "secret");
            var operation = authorize("tok_4242", 1000, true).get("operation").stringValue();
            var refused = hook.next();
            var arrived = hook.next();
            assertThat(arrived.body).isEqualTo(refused.body);
            assertThat(JSON.readTree(arrived.body).at("/data/operation").stringValue()).isEqualTo(operation);
            var time = Long.parseLong(arrived.signature.substring(2, arrived.signature.indexOf(',')));
            assertThat(arrived.signature)
                    .isEqualTo(Announcer.sign("secret", time, arrived.body.getBytes(StandardCharsets.UTF_8)));
            assertThat(Instant.ofEpochSecond(time)).isAfter(Clock.systemUTC().instant().minusSeconds(60));
        }
    }

    @Test
    void announcesLateOrTwiceOrADisputeOnCommand() throws Exception {
        try (var hook = new Hook(0)) {
            provider.announceTo(hook.url(), "secret");
            authorize("tok_webhook_twice", 1000, true);
            assertThat(hook.next().body).isEqualTo(hook.next().body);

            var late = authorize("tok_webhook_late", 1000, false);
            capture(late.get("id").stringValue(), 1000, true);
            assertThat(hook.next().body).contains("\"capture\"");
            assertThat(hook.next().body).contains("\"authorize\"");

            authorize("tok_0259", 1000, true);
            assertThat(hook.next().body).contains("operation.succeeded");
            var dispute = JSON.readTree(hook.next().body);
            assertThat(dispute.get("type").stringValue()).isEqualTo("dispute.needs_response");
            send("/v1/disputes/" + dispute.at("/data/id").stringValue() + "/lost", "");
            assertThat(hook.next().body).contains("dispute.lost");
        }
    }

    @Test
    void announcesAfterARestartWhatHadNotArrived() throws Exception {
        try (var deaf = new Hook(1000)) {
            provider.announceTo(deaf.url(), "secret");
            authorize("tok_4242", 1000, true);
            deaf.next();
            provider.close();
        }
        try (var hook = new Hook(0)) {
            provider = started(settings().withWebhook(hook.url(), "secret"));
            assertThat(hook.next().body).contains("operation.succeeded");
        }
    }

    private SandboxSettings settings() {
        return SandboxSettings.standard(folder.resolve("journal"))
                .withPauses(Duration.ofMillis(50), Duration.ofMillis(300), Duration.ofMillis(100));
    }

    private static SandboxProvider started(SandboxSettings settings) throws IOException {
        return SandboxProvider.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), settings);
    }

    private static String operation() {
        return "operation_" + UUID.randomUUID();
    }

    private static String authorization(String operation, String method, long amount, boolean capture) {
        return """
                {"operation": "%s", "amount": %d, "currency": "EUR", "paymentMethod": "%s", "capture": %s, \
                "returnTo": "https://shop.example/back"}""".formatted(operation, amount, method, capture);
    }

    private JsonNode authorize(String method, long amount, boolean capture) throws Exception {
        return JSON.readTree(post("authorizations", authorization(operation(), method, amount, capture)).body());
    }

    private JsonNode capture(String authorization, long amount, boolean last) throws Exception {
        return JSON.readTree(post("captures", """
                {"operation": "%s", "amount": %d, "currency": "EUR", "authorization": "%s", "last": %s}"""
                .formatted(operation(), amount, authorization, last)).body());
    }

    private JsonNode refund(String authorization, long amount) throws Exception {
        return reverse("refunds", authorization, amount);
    }

    private JsonNode cancel(String authorization, long amount) throws Exception {
        return reverse("cancellations", authorization, amount);
    }

    private JsonNode reverse(String how, String authorization, long amount) throws Exception {
        return JSON.readTree(post(how, """
                {"operation": "%s", "amount": %d, "currency": "EUR", "authorization": "%s"}"""
                .formatted(operation(), amount, authorization)).body());
    }

    private JsonNode payout(String destination) throws Exception {
        return JSON.readTree(post("payouts", """
                {"operation": "%s", "amount": 500, "currency": "EUR", "destination": "%s"}"""
                .formatted(operation(), destination)).body());
    }

    private JsonNode find(JsonNode operation) throws Exception {
        var request = HttpRequest.newBuilder(url("/v1/operations/" + operation.get("operation").stringValue())).build();
        return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private JsonNode ended(JsonNode operation) throws Exception {
        for (var tries = 0; tries < 100 && find(operation).get("status").stringValue().equals("pending"); tries++) {
            Thread.sleep(20);
        }
        return find(operation);
    }

    private HttpResponse<String> post(String things, String body) throws Exception {
        return send("/v1/" + things, body);
    }

    private HttpResponse<String> send(String path, String body) throws Exception {
        return http.send(HttpRequest.newBuilder(url(path)).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + provider.port() + path);
    }

    /// Receives announcements, and refuses the first ones.
    private static final class Hook implements AutoCloseable {

        record Received(String body, String signature) {}

        private final HttpServer server;
        private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
        private int refusals;

        Hook(int refusals) throws IOException {
            this.refusals = refusals;
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                received.add(new Received(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                        exchange.getRequestHeaders().getFirst(Announcer.SIGNATURE)));
                exchange.sendResponseHeaders(this.refusals-- > 0 ? 503 : 204, -1);
                exchange.close();
            });
            server.start();
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
        }

        Received next() throws InterruptedException {
            var next = received.poll(10, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
