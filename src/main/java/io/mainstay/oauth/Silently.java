package io.mainstay.oauth;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;

/// Recognizes a client that wants to know whether somebody is logged in, without anything being shown: it gets an error
/// in the place of our log-in page. Source: OpenID Connect Core, 3.1.2.1.
final class Silently {

    private Silently() {}

    static boolean isAsked(HttpServletRequest request) {
        return request.getMethod().equals("GET")
                && request.getRequestURI().equals(AuthorizationServerConfiguration.AUTHORIZE)
                && has(request, "prompt", "none") && has(request, OAuth2ParameterNames.SCOPE, Scope.OPENID);
    }

    private static boolean has(HttpServletRequest request, String parameter, String value) {
        var values = request.getParameter(parameter);
        return values != null && Arrays.asList(values.split(" ")).contains(value);
    }
}
