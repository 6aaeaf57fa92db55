package io.mainstay.oauth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/// Sends the browser back to the client, with a code or with an error, and always with `iss`, by which the client knows
/// which of several servers answers (RFC 9207). To our own consent page, which asks by script, it says where to go.
final class AuthorizationAnswers implements AuthenticationSuccessHandler, AuthenticationFailureHandler {

    private final String issuer;
    private final OAuthErrors errors;

    AuthorizationAnswers(String issuer, OAuthErrors errors) {
        this.issuer = issuer;
        this.errors = errors;
    }

    record Next(String location) {}

    @Override
    public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response,
            Authentication authentication) throws IOException {
        var granted = (OAuth2AuthorizationCodeRequestAuthenticationToken) authentication;
        var code = Objects.requireNonNull(granted.getAuthorizationCode());
        send(request, response, Objects.requireNonNull(granted.getRedirectUri()),
                Map.of(OAuth2ParameterNames.CODE, code.getTokenValue()), granted.getState());
    }

    @Override
    public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
            AuthenticationException failure) throws IOException {
        if (!(failure instanceof OAuth2AuthorizationCodeRequestAuthenticationException refused)
                || refused.getAuthorizationCodeRequestAuthentication() == null
                || refused.getAuthorizationCodeRequestAuthentication().getRedirectUri() == null) {
            errors.onAuthenticationFailure(request, response, failure);
            return;
        }
        var error = refused.getError();
        var parameters = new LinkedHashMap<String, String>();
        parameters.put(OAuth2ParameterNames.ERROR, error.getErrorCode());
        // of a denial the library has no more to say than a parameter's name
        if (error.getDescription() != null && !error.getErrorCode().equals(OAuth2ErrorCodes.ACCESS_DENIED)) {
            parameters.put(OAuth2ParameterNames.ERROR_DESCRIPTION, error.getDescription());
        }
        send(request, response, refused.getAuthorizationCodeRequestAuthentication().getRedirectUri(), parameters,
                refused.getAuthorizationCodeRequestAuthentication().getState());
    }

    private void send(HttpServletRequest request, HttpServletResponse response, String redirectUri,
            Map<String, String> parameters, @Nullable String state) throws IOException {
        var location = UriComponentsBuilder.fromUriString(redirectUri);
        parameters.forEach((name, value) -> location.queryParam(name, encoded(value)));
        if (state != null && !state.isEmpty()) {
            location.queryParam(OAuth2ParameterNames.STATE, encoded(state));
        }
        location.queryParam("iss", encoded(issuer));
        var address = location.build(true).toUriString();
        if (request.getMethod().equals("POST")) {
            errors.write(response, HttpStatus.OK, new Next(address));
        } else {
            response.sendRedirect(address);
        }
    }

    private static String encoded(String value) {
        return UriUtils.encode(value, StandardCharsets.UTF_8);
    }
}
