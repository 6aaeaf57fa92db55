package io.mainstay.auth;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Makes the account of a browser's session cookie the request's caller, as [BearerAuthentication] does with a bearer
/// token. An Authorization header counts before a cookie: whoever sends one means it, while browsers send cookies by
/// themselves. For that same reason a cookie alone changes nothing: every method that may needs the session's CSRF token
/// too, and a page of ours.
///
/// What is wrong with a cookie never ends a request here. It goes on anonymously, so that a browser with an old cookie
/// can still log in; [CookieGuard] says what was wrong where a caller is needed.
final class CookieAuthentication extends OncePerRequestFilter {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final JwtDecoder decoder;
    private final CsrfTokens csrf;
    private final OwnOrigins origins;

    CookieAuthentication(JwtDecoder decoder, CsrfTokens csrf, OwnOrigins origins) {
        this.decoder = decoder;
        this.csrf = csrf;
        this.origins = origins;
    }

    /// What came of the cookie that a request had.
    enum Verdict {
        ACCEPTED, INVALID, FORGEABLE;

        private static final String ATTRIBUTE = Verdict.class.getName();

        boolean isOn(HttpServletRequest request) {
            return this == request.getAttribute(ATTRIBUTE);
        }

        private void attachTo(HttpServletRequest request) {
            request.setAttribute(ATTRIBUTE, this);
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getHeader(HttpHeaders.AUTHORIZATION) == null) {
            var values = SessionCookies.valuesOf(SessionCookies.SESSION, request);
            if (values.size() == 1) {
                authenticate(values.getFirst(), request).attachTo(request);
            } else if (!values.isEmpty()) {
                Verdict.INVALID.attachTo(request);
            }
        }
        chain.doFilter(request, response);
    }

    private Verdict authenticate(String token, HttpServletRequest request) {
        try {
            var claims = decoder.decode(token);
            if (!SAFE.contains(request.getMethod())
                    && !(csrf.isIn(request, AccessTokens.session(claims)) && origins.areClaimedBy(request))) {
                return Verdict.FORGEABLE;
            }
            BearerAuthentication.attach(claims, request);
            return Verdict.ACCEPTED;
        } catch (JwtException _) {
            return Verdict.INVALID;
        }
    }
}
