package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mainstay.infrastructure.DeadPort;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against a service of the same form that can be anything but right.
class BreachedPasswordsTests {

    /// SHA-1: 5BAA6 1E4C9B93F3F0682250B6CF8331B7EE68FD8
    private static final Password LEAKED = Password.of("password");
    private static final String SUFFIX = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";
    private static final String OTHER = "0018A45C4D1DEF81644B54AB7F969B88D65:10";
    private static final Duration TIMEOUT = Duration.ofMillis(400);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer service;
    private Answer answer = exchange -> send(exchange, 200, OTHER);

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        service.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            try (exchange) {
                answer.to(exchange);
            }
        });
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void refusesWhatHasLeaked() {
        for (var lines : List.of(SUFFIX + ":9659365", OTHER + "\r\n" + SUFFIX + ":1\r\n", SUFFIX + ":10\n" + OTHER)) {
            answer = exchange -> send(exchange, 200, lines);
            assertThatExceptionOfType(Refusal.class).isThrownBy(() -> breached(true).refuse(LEAKED, "/password"))
                    .satisfies(refusal -> {
                        assertThat(refusal.type()).isEqualTo(HttpProblems.VALIDATION_FAILED);
                        assertThat(refusal.members().toString()).contains("/password");
                    });
        }
        assertThat(count("found")).isEqualTo(3);
    }

    @Test
    void takesWhatHasNot() {
        answer = exchange -> send(exchange, 200, OTHER + "\r\n" + SUFFIX + ":0");
        breached(true).refuse(LEAKED, "/password");
        answer = exchange -> send(exchange, 200, OTHER);
        breached(true).refuse(LEAKED, "/password");

        assertThat(count("clear")).isEqualTo(2);
    }

    @Test
    void tellsFiveDigitsOfAHashAndNothingElse() {
        breached(true).refuse(LEAKED, "/password");

        assertThat(asked).containsExactly("/range/5BAA6");
    }

    @Test
    void takesThePasswordWhenTheServiceIsSlow() {
        answer = exchange -> {
            pause(3000);
            send(exchange, 200, SUFFIX + ":1");
        };
        assertTaken();
        // headers at once, and a body that drips
        answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (var letter = 0; letter < 30; letter++) {
                exchange.getResponseBody().write('A');
                exchange.getResponseBody().flush();
                pause(100);
            }
        };
        assertTaken();
    }

    @Test
    void takesThePasswordWhenTheServiceIsWrong() {
        for (var body : List.of("<html>maintenance</html>", "", SUFFIX, SUFFIX + ":1\nnonsense", SUFFIX + ":x",
                SUFFIX.toLowerCase(java.util.Locale.ROOT) + ":1", (OTHER + "\n").repeat(30_000) + SUFFIX + ":1")) {
            answer = exchange -> send(exchange, 200, body);
            assertTaken();
        }
        for (var status : List.of(204, 302, 404, 429, 500)) {
            answer = exchange -> send(exchange, status, SUFFIX + ":1");
            assertTaken();
        }
        answer = HttpExchange::close;
        assertTaken();
    }

    @Test
    void takesThePasswordWhenTheServiceIsDown() throws IOException {
        var nowhere = URI.create("http://127.0.0.1:" + DeadPort.find());
        new BreachedPasswords(new BreachedPasswordSettings(true, nowhere, TIMEOUT), meters).refuse(LEAKED, "/password");

        assertThat(count("failed")).isEqualTo(1);
    }

    @Test
    void asksNobodyUnlessSwitchedOn() {
        breached(false).refuse(LEAKED, "/password");

        assertThat(asked).isEmpty();
        assertThat(meters.getMeters()).isEmpty();
    }

    private void assertTaken() {
        var before = count("failed");
        var began = System.nanoTime();
        breached(true).refuse(LEAKED, "/password");

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TIMEOUT.plusSeconds(1));
        assertThat(count("failed")).isEqualTo(before + 1);
    }

    private double count(String outcome) {
        return meters.counter("mainstay.breached.passwords", "outcome", outcome).count();
    }

    private BreachedPasswords breached(boolean enabled) {
        var url = URI.create("http://127.0.0.1:" + service.getAddress().getPort());
        return new BreachedPasswords(new BreachedPasswordSettings(enabled, url, TIMEOUT), meters);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, status == 204 || bytes.length == 0 ? -1 : bytes.length);
        if (status != 204 && bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
