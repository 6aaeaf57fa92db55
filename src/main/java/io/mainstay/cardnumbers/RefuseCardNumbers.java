package io.mainstay.cardnumbers;

import io.mainstay.http.BoundedBody;
import io.mainstay.http.ProblemWriter;
import io.mainstay.problem.Problems.Violation;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/// Refuses a request with a card number in its path, its query or a text of its body, before anything else reads it: so
/// none is authenticated with, stored, or sent on. Numbers of JSON are amounts, and idempotency keys are their senders'
/// own form, so neither is looked at. What payment providers announce is signed by them, full of long numbers of banks,
/// and free of cards' by their own rules; it isn't looked at either, nor are files, such as their reports.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class RefuseCardNumbers extends OncePerRequestFilter {

    private static final String FROM_PROVIDERS = "/v1/webhooks/";

    private final ProblemWriter problems;
    private final JsonMapper json;

    RefuseCardNumbers(ProblemWriter problems, JsonMapper json) {
        this.problems = problems;
        this.json = json;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().startsWith(FROM_PROVIDERS);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var query = request.getQueryString();
        // a plus is itself in a path, and a space in a query
        if (CardNumbers.in(decoded(request.getRequestURI().replace("+", "%2B")))) {
            problems.write(new Unnamed(request), response, CardNumberProblems.CARD_NUMBER_REFUSED,
                    "The path holds a card number.");
        } else if (query != null && CardNumbers.in(decoded(query))) {
            problems.write(request, response, CardNumberProblems.CARD_NUMBER_REFUSED,
                    "The query holds a card number.");
        } else {
            var place = inBody(request.getContentType(), BoundedBody.of(request));
            if (place.isPresent()) {
                problems.write(request, response, CardNumberProblems.CARD_NUMBER_REFUSED,
                        "The body holds a card number.",
                        List.of(new Violation(place.get(), "holds a card number")));
            } else {
                chain.doFilter(request, response);
            }
        }
    }

    private Optional<String> inBody(@Nullable String contentType, byte[] body) {
        if (body.length == 0) {
            return Optional.empty();
        }
        if (contentType != null && !contentType.contains("json")) {
            return contentType.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE)
                    && CardNumbers.in(decoded(new String(body, StandardCharsets.UTF_8)))
                            ? Optional.of("")
                            : Optional.empty();
        }
        return inJson(body);
    }

    private Optional<String> inJson(byte[] body) {
        try (var parser = json.createParser(body)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                var text = token == JsonToken.VALUE_STRING || token == JsonToken.PROPERTY_NAME
                        ? parser.getString()
                        : "";
                if (CardNumbers.in(text)) {
                    var place = parser.streamReadContext().pathAsPointer();
                    return Optional.of((token == JsonToken.PROPERTY_NAME ? parent(place) : place).toString());
                }
            }
        } catch (JacksonException _) {
            // nobody else can read it either
        }
        return Optional.empty();
    }

    private static JsonPointer parent(JsonPointer place) {
        var parent = place.head();
        return parent == null ? JsonPointer.empty() : parent;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    /// A request whose address isn't repeated.
    private static final class Unnamed extends HttpServletRequestWrapper {

        Unnamed(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getRequestURI() {
            return "/";
        }
    }
}
