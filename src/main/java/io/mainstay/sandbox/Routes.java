package io.mainstay.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Which request asks for what, and how it's answered: properly, slowly, by half, or never.
final class Routes implements HttpHandler {

    private static final Map<String, Kind> KINDS = Map.of("authorizations", Kind.authorize, "captures", Kind.capture,
            "cancellations", Kind.cancel, "refunds", Kind.refund, "payouts", Kind.payout);
    private static final int MAX_BODY_BYTES = 4096;
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final Book book;
    private final String pages;
    private final Duration slowBy;
    private final Set<String> cutOff = ConcurrentHashMap.newKeySet();
    private final JsonMapper json = JsonMapper.shared();

    Routes(Book book, String pages, Duration slowBy) {
        this.book = book;
        this.pages = pages;
        this.slowBy = slowBy;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath().substring(1).split("/", -1);
        try {
            switch (exchange.getRequestMethod()) {
                case "GET" -> get(exchange, path);
                case "POST" -> post(exchange, path);
                default -> Answers.json(exchange, 405, Map.of("code", "method_not_allowed"));
            }
        } catch (JacksonException | IllegalArgumentException _) {
            Answers.json(exchange, 400, Map.of("code", "malformed"));
        } catch (Book.Reused _) {
            Answers.json(exchange, 422, Map.of("code", "operation_reused"));
        } finally {
            exchange.close();
        }
    }

    private void get(HttpExchange exchange, String[] path) throws IOException {
        if (path.length == 1 && path[0].equals("health")) {
            Answers.json(exchange, 200, Map.of("status", "UP", "captures", book.captures()));
        } else if (path.length == 2 && path[1].equals("totals")) {
            Answers.json(exchange, 200, book.totals());
        } else if (path.length == 2 && path[1].equals("settlements")) {
            Answers.csv(exchange, settlements(exchange.getRequestURI().getQuery()));
        } else if (path.length == 3 && path[1].equals("operations")) {
            found(exchange, book.find(path[2]).map(operation -> operation.view(pages)));
        } else if (path.length == 2 && path[0].equals("3ds") && book.authorization(path[1]).isPresent()) {
            Answers.page(exchange, ConfirmationPage.of(book.authorization(path[1]).get()));
        } else {
            found(exchange, Optional.empty());
        }
    }

    private void post(HttpExchange exchange, String[] path) throws IOException {
        var body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
        if (path.length == 2 && path[0].equals("v1") && KINDS.containsKey(path[1])) {
            instruct(exchange, Request.of(KINDS.get(path[1]), json.readTree(body)));
        } else if (path.length == 2 && path[0].equals("3ds")) {
            confirm(exchange, path[1], new String(body, StandardCharsets.UTF_8).equals("answer=confirm"));
        } else if (path.length == 4 && path[1].equals("disputes") && Set.of("won", "lost").contains(path[3])) {
            found(exchange, book.decide(path[2], path[3]).map(Dispute::view));
        } else {
            found(exchange, Optional.empty());
        }
    }

    private void instruct(HttpExchange exchange, Request request) throws IOException {
        var operation = book.carryOut(request);
        if (Magic.isNeverAnswered(request.kind(), operation.method())) {
            pause(SILENCE);
            return;
        }
        if (Magic.isAnsweredSlowly(operation.method())) {
            pause(slowBy);
        }
        var bytes = json.writeValueAsBytes(operation.view(pages));
        if (Magic.isCutOff(operation.method()) && cutOff.add(operation.operation())) {
            Answers.bytes(exchange, 200, bytes.length, Arrays.copyOf(bytes, bytes.length / 2));
            return;
        }
        Answers.bytes(exchange, switch (operation.status()) {
            case succeeded, actionRequired -> 200;
            case pending -> 202;
            case declined -> 402;
        }, bytes.length, bytes);
    }

    private void confirm(HttpExchange exchange, String authorization, boolean confirmed) throws IOException {
        var answered = book.answer(authorization, confirmed).orElse(null);
        var returnTo = answered == null ? null : answered.request().returnTo();
        if (returnTo == null) {
            found(exchange, Optional.empty());
            return;
        }
        Answers.goTo(exchange, returnTo);
    }

    /// @param query `from=…&to=…`, instants
    private String settlements(@Nullable String query) {
        var times = Arrays.stream(String.valueOf(query).split("&")).map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (_, last) -> last));
        try {
            return book.settlements(Instant.parse(times.getOrDefault("from", "")),
                    Instant.parse(times.getOrDefault("to", "")));
        } catch (DateTimeParseException _) {
            throw new IllegalArgumentException("from and to");
        }
    }

    private static void found(HttpExchange exchange, Optional<Map<String, Object>> view) throws IOException {
        Answers.json(exchange, view.isPresent() ? 200 : 404, view.orElse(Map.of("code", "not_found")));
    }

    private static void pause(Duration howLong) {
        try {
            Thread.sleep(howLong);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
