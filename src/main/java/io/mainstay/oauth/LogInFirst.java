package io.mainstay.oauth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.util.UriUtils;

/// Sends a browser to our log-in page, which leads back to what it wanted; whatever else is nobody gets an error.
final class LogInFirst implements AuthenticationEntryPoint {

    private static final String PAGE = "/log-in?continue=";
    /// Tells the page not to lead whoever is logged in straight back.
    private static final String AGAIN = "&again=true";

    private final OAuthErrors errors;

    LogInFirst(OAuthErrors errors) {
        this.errors = errors;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException nobody)
            throws IOException {
        if (!AuthorizationServerConfiguration.isForPeople(request)) {
            errors.write(response, OAuth2ErrorCodes.INVALID_CLIENT, null);
        } else if (request.getMethod().equals("GET")) {
            var query = request.getQueryString();
            var next = request.getRequestURI() + (query == null ? "" : "?" + FreshLogIn.once(query));
            response.sendRedirect(PAGE + UriUtils.encode(next, StandardCharsets.UTF_8)
                    + (FreshLogIn.isAsked(request) ? AGAIN : ""));
        } else {
            errors.write(response, HttpStatus.UNAUTHORIZED, "login_required",
                    "Log in, and send X-CSRF-Token from a page of this system.");
        }
    }
}
