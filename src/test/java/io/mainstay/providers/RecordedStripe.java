package io.mainstay.providers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A server on the loopback address that answers in the shapes of Stripe's documented objects and errors, so that its
/// own library can be pointed at it: authentication, form encoding, idempotency keys, errors and lists. What the objects
/// do is in [StripeObjects]. It stands for what was read in Stripe's reference, not for Stripe.
final class RecordedStripe implements AutoCloseable {

    static final String SECRET_KEY = "sk_test_recorded";

    private final HttpServer server;
    private final StripeObjects objects;
    private final Map<String, Answered> byKey = new HashMap<>();
    private final JsonMapper json = JsonMapper.shared();
    private int failures;
    private int failureStatus;

    private RecordedStripe(HttpServer server, StripeObjects objects) {
        this.server = server;
        this.objects = objects;
    }

    /// @param body as JSON
    record Answer(int status, Map<String, Object> body) {}

    private record Answered(String path, Map<String, String> parameters, Answer answer) {}

    /// Stripe's error, as the reference shows it.
    static Answer error(int status, String type, String code, @Nullable String declineCode) {
        var error = new LinkedHashMap<String, Object>();
        error.put("type", type);
        error.put("code", code);
        if (declineCode != null) {
            error.put("decline_code", declineCode);
        }
        error.put("message", "A message for people.");
        return new Answer(status, Map.of("error", error));
    }

    static RecordedStripe start(URI webhook, String webhookSecret) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var stripe = new RecordedStripe(server, new StripeObjects(server.getAddress().getPort(), webhook,
                webhookSecret));
        server.createContext("/", stripe::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return stripe;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    StripeObjects objects() {
        return objects;
    }

    /// Answers the next requests with this status, before anything is done.
    synchronized void fail(int status, int times) {
        failureStatus = status;
        failures = times;
    }

    @Override
    public void close() {
        server.stop(0);
        objects.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            var answer = answer(exchange);
            if (answer.status() == 0) {
                Thread.sleep(5000);
                return;
            }
            var bytes = json.writeValueAsBytes(answer.body());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Request-Id", "req_recorded");
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private synchronized Answer answer(HttpExchange exchange) throws IOException {
        if (!("Bearer " + SECRET_KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return error(401, "invalid_request_error", "api_key_invalid", null);
        }
        if (!com.stripe.Stripe.API_VERSION.equals(exchange.getRequestHeaders().getFirst("Stripe-Version"))) {
            return error(400, "invalid_request_error", "api_version_missing", null);
        }
        if (failures > 0) {
            failures--;
            return error(failureStatus, failureStatus == 429 ? "rate_limit_error" : "api_error", "", null);
        }
        var path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("GET")) {
            return objects.get(path, parameters(String.valueOf(exchange.getRequestURI().getRawQuery())));
        }
        var parameters = parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        var earlier = byKey.get(key);
        if (earlier != null) {
            return earlier.path.equals(path) && earlier.parameters.equals(parameters)
                    ? earlier.answer
                    : error(400, "idempotency_error", "", null);
        }
        var answer = objects.post(path, parameters);
        byKey.put(key, new Answered(path, parameters, answer));
        // done, and never answered
        return "pm_never_answered".equals(parameters.get("payment_method")) ? new Answer(0, Map.of()) : answer;
    }

    private static Map<String, String> parameters(String form) {
        var parameters = new TreeMap<String, String>();
        Stream.of(form.split("&")).filter(pair -> pair.contains("=")).forEach(pair -> {
            var parts = pair.split("=", 2);
            parameters.put(URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        });
        return parameters;
    }
}
