package io.mainstay.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/// How the provider answers over HTTP.
final class Answers {

    private Answers() {}

    static void json(HttpExchange exchange, int status, Object body) throws IOException {
        var bytes = JsonMapper.shared().writeValueAsBytes(body);
        bytes(exchange, status, bytes.length, bytes);
    }

    /// @param length what is announced; with fewer bytes the connection is cut in the middle of the answer
    static void bytes(HttpExchange exchange, int status, int length, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, length);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
    }

    static void csv(HttpExchange exchange, String text) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/csv; charset=utf-8");
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    static void page(HttpExchange exchange, String html) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        var bytes = html.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    static void goTo(HttpExchange exchange, String url) throws IOException {
        exchange.getResponseHeaders().set("Location", url);
        exchange.sendResponseHeaders(303, -1);
    }
}
