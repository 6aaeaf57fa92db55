package io.mainstay.providers;

import io.mainstay.sandbox.SandboxProvider;
import io.mainstay.sandbox.SandboxSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The sandbox provider over HTTP.
class SandboxConformanceTests extends ProviderConformance {

    private static final String HEADER = "Sandbox-Signature";
    private static final String SECRET = "a-secret-of-the-kit";

    private final HttpClient http = HttpClient.newHttpClient();
    private WebhookCatcher catcher;
    private SandboxProvider sandbox;
    private PaymentProvider adapter;

    @BeforeEach
    void start() throws IOException {
        catcher = WebhookCatcher.start(HEADER);
        sandbox = SandboxProvider.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                SandboxSettings.standard(null).withWebhook(catcher.url(), SECRET)
                        .withPauses(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(100)));
        adapter = adapterFor(sandbox.port());
    }

    @AfterEach
    void stop() {
        sandbox.close();
        catcher.close();
        http.close();
    }

    static SandboxAdapter adapterFor(int port) {
        return new SandboxAdapter(new ProviderSettings("sandbox", true, URI.create("http://127.0.0.1:" + port), SECRET,
                Duration.ofMillis(500), Duration.ofSeconds(1), 10),
                new WebhookSettings(65_536, Duration.ofMinutes(5), 3, Duration.ofSeconds(1), Duration.ofSeconds(1), 10,
                        Duration.ofDays(30)));
    }

    @Override
    protected PaymentProvider provider() {
        return adapter;
    }

    @Override
    protected PaymentProvider unreachable() {
        sandbox.close();
        return adapter;
    }

    @Override
    protected TestValues values() {
        return new TestValues("tok_4242", "tok_9995", "insufficient_funds", "tok_3ds", "tok_timeout", "tok_0259",
                "tok_7726", "tok_5126", "acct_4242", "acct_fails");
    }

    @Override
    protected List<SignedWebhook> announced() {
        return catcher.caught();
    }

    @Override
    protected SignedWebhook signed(String body, Instant at) {
        return SignedWebhook.of(HEADER, SECRET, at, body);
    }

    @Override
    protected void answer(URI page, boolean confirmed) {
        post(page, "answer=" + (confirmed ? "confirm" : "deny"));
    }

    @Override
    protected long captured(String currency) {
        return sandbox.totals().getOrDefault(currency, Map.of()).getOrDefault("captured", 0L);
    }

    @Override
    protected void loseDispute(String dispute) {
        post(URI.create("http://127.0.0.1:" + sandbox.port() + "/v1/disputes/" + dispute + "/lost"), "");
    }

    private void post(URI url, String body) {
        try {
            var _ = http.send(HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
