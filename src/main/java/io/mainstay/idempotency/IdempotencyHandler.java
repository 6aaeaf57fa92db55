package io.mainstay.idempotency;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Sends a stored answer again.
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class IdempotencyHandler {

    private static final int FIRST_ERROR = 400;

    @ExceptionHandler
    ResponseEntity<byte[]> replayed(Replay replay) {
        var answer = replay.answer();
        var response = ResponseEntity.status(answer.status()).header("Idempotent-Replayed", "true")
                .header(HttpHeaders.CACHE_CONTROL, "no-store").contentType(
                        answer.status() < FIRST_ERROR
                                ? MediaType.APPLICATION_JSON
                                : MediaType.APPLICATION_PROBLEM_JSON);
        if (answer.location() != null) {
            response.location(URI.create(answer.location()));
        }
        if (answer.etag() != null) {
            response.eTag(answer.etag());
        }
        return response.body(answer.body() == null ? null : answer.body().getBytes(StandardCharsets.UTF_8));
    }
}
