package io.mainstay.auth;

import jakarta.servlet.Filter;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.stereotype.Component;

/// Finds out whose browser sends a request, for security chains beside the API's own.
@Component
public class BrowserAuthentication {

    private final CookieAuthentication filter;

    BrowserAuthentication(JwtDecoder decoder, CsrfTokens csrf, OwnOrigins origins) {
        this.filter = new CookieAuthentication(decoder, csrf, origins);
    }

    /// Attaches the [io.mainstay.caller.Caller] of a valid session cookie, and never ends a request: what is wrong with
    /// a cookie leaves the request anonymous. Methods other than GET, HEAD and OPTIONS need `X-CSRF-Token` as well. Not
    /// a bean, so that it runs in the chains alone that it's added to.
    public Filter filter() {
        return filter;
    }
}
