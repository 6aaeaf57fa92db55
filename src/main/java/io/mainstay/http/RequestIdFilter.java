package io.mainstay.http;

import com.github.f4b6a3.uuid.UuidCreator;
import io.mainstay.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Gives each request an id, sends it back as `X-Request-Id` and puts it on every log line. A well-formed id that the
/// proxy sent is kept; anything else is replaced, so that nobody can forge a log line.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestIdFilter extends OncePerRequestFilter {

    private static final String HEADER = "X-Request-Id";
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9-]{8,64}");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var sent = request.getHeader(HEADER);
        var id = sent != null && WELL_FORMED.matcher(sent).matches()
                ? sent
                : UuidCreator.getTimeOrderedEpoch()
                        .toString();
        response.setHeader(HEADER, id);
        try (var _ = MDC.putCloseable(Problems.REQUEST_ID, id)) {
            chain.doFilter(request, response);
        }
    }
}
