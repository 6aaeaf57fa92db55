package io.mainstay.problem;

import java.net.URI;

import org.springframework.http.HttpStatus;

/// A stable kind of error. Each module lists its own as constants of one class `…Problems`; `docs/reference/problems.md`
/// is generated from them.
///
/// @param code kebab-case, never changes once released
/// @param status the HTTP status that it is always sent with
/// @param title the same for every occurrence
/// @param remedy what the client does next, one sentence
public record ProblemType(String code, HttpStatus status, String title, String remedy) {

    public URI uri() {
        return URI.create("urn:mainstay:problem:" + code);
    }
}
