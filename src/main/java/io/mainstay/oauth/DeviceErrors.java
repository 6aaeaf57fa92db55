package io.mainstay.oauth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.web.util.UriUtils;

/// A person who mistyped a device's code reads so on the page; a script gets OAuth's form of it.
final class DeviceErrors implements AuthenticationFailureHandler {

    private static final String PAGE = "/device?problem=";

    private final OAuthErrors errors;

    DeviceErrors(OAuthErrors errors) {
        this.errors = errors;
    }

    @Override
    public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
            AuthenticationException failure) throws IOException {
        var accepted = request.getHeader(HttpHeaders.ACCEPT);
        if (request.getMethod().equals("GET") && accepted != null && accepted.contains(MediaType.TEXT_HTML_VALUE)) {
            var code = failure instanceof OAuth2AuthenticationException refused
                    ? refused.getError().getErrorCode()
                    : OAuth2ErrorCodes.INVALID_REQUEST;
            response.sendRedirect(PAGE + UriUtils.encode(code, StandardCharsets.UTF_8));
        } else {
            errors.onAuthenticationFailure(request, response, failure);
        }
    }
}
