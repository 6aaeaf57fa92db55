package io.mainstay.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Stands for a card network: `POST /v1/charges`, `GET /v1/charges/{operation}`, `GET /health`. It remembers each
/// operation, in a journal file if it has one, and answers a repeat with the first answer.
///
/// The payment method decides what happens, after the ends of Stripe's test cards: `tok_4242` succeeds, `tok_0002` is
/// declined, `tok_9995` has insufficient funds, `tok_0069` is expired, `tok_0119` is a processing error, and
/// `tok_timeout` is charged without an answer ever coming.
public final class SandboxProvider implements AutoCloseable {

    private static final Map<String, String> DECLINES = Map.of("tok_0002", "card_declined", "tok_9995",
            "insufficient_funds", "tok_0069", "expired_card", "tok_0119", "processing_error");
    private static final String SUCCEEDS = "tok_4242";
    private static final String CHARGED_WITHOUT_ANSWER = "tok_timeout";
    private static final int MAX_BODY_BYTES = 4096;
    private static final int SILENCE_MS = 30_000;

    private final HttpServer server;
    private final @Nullable Path journal;
    private final Map<String, Charge> charges = new ConcurrentHashMap<>();
    private final AtomicLong captures = new AtomicLong();
    private final JsonMapper json = JsonMapper.shared();

    private SandboxProvider(HttpServer server, @Nullable Path journal) {
        this.server = server;
        this.journal = journal;
    }

    /// What is remembered of an operation, and what is answered.
    ///
    /// @param status `captured` or `declined`
    /// @param amount minor units
    record Charge(String id, String operation, String status, @Nullable String code, long amount, String currency) {}

    private record ChargeRequest(String operation, long amount, String currency, String paymentMethod) {}

    /// Settings come from the environment: `SANDBOX_PORT` (8090), `SANDBOX_JOURNAL` (none: it forgets at its end).
    public static void main(String[] args) throws IOException {
        var port = Integer.parseInt(System.getenv().getOrDefault("SANDBOX_PORT", "8090"));
        var journal = System.getenv("SANDBOX_JOURNAL");
        var provider = start(new InetSocketAddress(port), journal == null ? null : Path.of(journal));
        Runtime.getRuntime().addShutdownHook(new Thread(provider::close));
    }

    public static SandboxProvider start(InetSocketAddress address, @Nullable Path journal) throws IOException {
        // otherwise each small answer waits for the client's delayed acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var provider = new SandboxProvider(HttpServer.create(address, 0), journal);
        provider.remember();
        provider.server.createContext("/", provider::handle);
        provider.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        provider.server.start();
        return provider;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// How many charges have been captured: what the ledger must agree with.
    public long captures() {
        return captures.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            var path = exchange.getRequestURI().getPath();
            if (path.equals("/health")) {
                answer(exchange, 200, Map.of("status", "UP", "captures", captures.get()));
            } else if (path.equals("/v1/charges") && exchange.getRequestMethod().equals("POST")) {
                charge(exchange);
            } else if (path.startsWith("/v1/charges/") && exchange.getRequestMethod().equals("GET")) {
                var found = charges.get(path.substring("/v1/charges/".length()));
                answer(exchange, found == null ? 404 : 200, found == null ? Map.of("code", "not_found") : found);
            } else {
                answer(exchange, 404, Map.of("code", "not_found"));
            }
        } catch (JacksonException | NullPointerException _) {
            answer(exchange, 400, Map.of("code", "malformed"));
        } finally {
            exchange.close();
        }
    }

    private void charge(HttpExchange exchange) throws IOException {
        var request = json.readValue(exchange.getRequestBody().readNBytes(MAX_BODY_BYTES), ChargeRequest.class);
        var charge = charges.computeIfAbsent(request.operation, _ -> decide(request));
        if (request.paymentMethod.equals(CHARGED_WITHOUT_ANSWER)) {
            silence();
        } else {
            answer(exchange, charge.status.equals("captured") ? 200 : 402, charge);
        }
    }

    private Charge decide(ChargeRequest request) {
        var succeeds = request.paymentMethod.equals(SUCCEEDS) || request.paymentMethod.equals(CHARGED_WITHOUT_ANSWER);
        var code = succeeds ? null : DECLINES.getOrDefault(request.paymentMethod, "invalid_payment_method");
        var charge = new Charge("ch_" + request.operation, request.operation, succeeds ? "captured" : "declined", code,
                request.amount, request.currency);
        if (journal != null) {
            try {
                Files.writeString(journal, json.writeValueAsString(charge) + "\n", StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        count(charge);
        return charge;
    }

    private void remember() throws IOException {
        if (journal == null || !Files.exists(journal)) {
            return;
        }
        for (var line : Files.readAllLines(journal)) {
            try {
                var charge = json.readValue(line, Charge.class);
                if (charges.put(charge.operation, charge) == null) {
                    count(charge);
                }
            } catch (JacksonException _) {
                // the last line of a killed process may be cut off: that charge was never answered
            }
        }
    }

    private void count(Charge charge) {
        if (charge.status.equals("captured")) {
            captures.incrementAndGet();
        }
    }

    private void answer(HttpExchange exchange, int status, Object body) throws IOException {
        var bytes = json.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void silence() {
        try {
            Thread.sleep(SILENCE_MS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
