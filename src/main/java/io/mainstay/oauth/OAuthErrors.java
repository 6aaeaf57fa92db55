package io.mainstay.oauth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Answers as OAuth's own endpoints do: `error` and sometimes `error_description`. Source: RFC 6749, 5.2.
@Component
class OAuthErrors implements AuthenticationFailureHandler {

    private static final String RETRY_SECONDS = "5";

    private final JsonMapper json;

    OAuthErrors(JsonMapper json) {
        this.json = json;
    }

    @Override
    public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
            AuthenticationException failure) throws IOException {
        if (failure instanceof OAuth2AuthenticationException refused) {
            write(response, refused.getError().getErrorCode(), refused.getError().getDescription());
        } else {
            write(response, OAuth2ErrorCodes.INVALID_REQUEST, null);
        }
    }

    /// @param description for developers; null: there is no more to say
    void write(HttpServletResponse response, String error, @Nullable String description) throws IOException {
        var status = statusOf(error);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        if (status == HttpStatus.UNAUTHORIZED) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"oauth\"");
        }
        write(response, status, error, description);
    }

    void write(HttpServletResponse response, HttpStatus status, String error, @Nullable String description)
            throws IOException {
        var body = new LinkedHashMap<String, String>();
        body.put("error", error);
        if (description != null && !description.isEmpty()) {
            body.put("error_description", description);
        }
        write(response, status, body);
    }

    void write(HttpServletResponse response, HttpStatus status, Object body) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.getOutputStream().write(json.writeValueAsBytes(body));
    }

    private static HttpStatus statusOf(String error) {
        return switch (error) {
            case OAuth2ErrorCodes.INVALID_CLIENT -> HttpStatus.UNAUTHORIZED;
            case OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
            case OAuth2ErrorCodes.SERVER_ERROR -> HttpStatus.INTERNAL_SERVER_ERROR;
            default -> HttpStatus.BAD_REQUEST;
        };
    }
}
