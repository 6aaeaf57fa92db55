package io.mainstay.http;

import io.mainstay.problem.ProblemType;
import io.mainstay.problem.Problems;
import io.mainstay.problem.Problems.Violation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Writes a problem where no controller is reached: filters and the security chain.
@Component
public class ProblemWriter {

    private final JsonMapper json;

    ProblemWriter(JsonMapper json) {
        this.json = json;
    }

    public void write(HttpServletRequest request, HttpServletResponse response, ProblemType type, String detail)
            throws IOException {
        write(request, response, Problems.of(type, detail));
    }

    public void write(HttpServletRequest request, HttpServletResponse response, ProblemType type, String detail,
            List<Violation> errors) throws IOException {
        write(request, response, Problems.of(type, detail, errors));
    }

    private void write(HttpServletRequest request, HttpServletResponse response, ProblemDetail problem)
            throws IOException {
        instanceOf(request).ifPresent(problem::setInstance);
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }

    /// Empty if the address is none by the book, which is what some problems are about.
    static Optional<URI> instanceOf(HttpServletRequest request) {
        try {
            return Optional.of(new URI(request.getRequestURI()));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
