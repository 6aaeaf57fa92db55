package io.mainstay.oauth;

import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/// What an authorization request must be like, before anybody is asked anything. The client's redirect URI comes first:
/// until it's known to be the client's, nobody is sent there. Source: RFC 9700, 2.1; OAuth 2.1.
final class AuthorizationRequestRules implements Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> {

    private static final Pattern STATE = Pattern.compile("[\\x20-\\x7e]{1,512}");
    private static final Pattern NONCE = Pattern.compile("[\\x20-\\x7e]{1,255}");
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final String RESPONSE_MODE = "response_mode";
    private static final Set<String> MORE_THAN_WE_DO = Set.of("request", OAuth2ParameterNames.REQUEST_URI,
            "registration");

    @Override
    public void accept(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
        OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
        var client = context.getRegisteredClient();
        var redirectUri = request.getRedirectUri();
        if (redirectUri == null || client.getRedirectUris().stream()
                .noneMatch(registered -> new RedirectUri(registered).matches(redirectUri))) {
            throw refused(request, OAuth2ErrorCodes.INVALID_REQUEST, OAuth2ParameterNames.REDIRECT_URI, false, true);
        }
        var parameters = request.getAdditionalParameters();
        require(request, isAbsentOr(STATE, request.getState()), OAuth2ErrorCodes.INVALID_REQUEST,
                OAuth2ParameterNames.STATE);
        require(request, MORE_THAN_WE_DO.stream().noneMatch(parameters::containsKey), OAuth2ErrorCodes.INVALID_REQUEST,
                "request");
        require(request, "query".equals(parameters.getOrDefault(RESPONSE_MODE, "query")),
                OAuth2ErrorCodes.INVALID_REQUEST, RESPONSE_MODE);
        require(request, isAbsentOr(NONCE, parameters.get(OidcParameterNames.NONCE)), OAuth2ErrorCodes.INVALID_REQUEST,
                OidcParameterNames.NONCE);
        require(request, parameters.get(PkceParameterNames.CODE_CHALLENGE) instanceof String challenge
                && CHALLENGE.matcher(challenge).matches(), OAuth2ErrorCodes.INVALID_REQUEST,
                PkceParameterNames.CODE_CHALLENGE);
        require(request, "S256".equals(parameters.get(PkceParameterNames.CODE_CHALLENGE_METHOD)),
                OAuth2ErrorCodes.INVALID_REQUEST, PkceParameterNames.CODE_CHALLENGE_METHOD);
        require(request, !request.getScopes().isEmpty() && client.getScopes().containsAll(request.getScopes()),
                OAuth2ErrorCodes.INVALID_SCOPE, OAuth2ParameterNames.SCOPE);
    }

    private static boolean isAbsentOr(Pattern form, @Nullable Object value) {
        return value == null || value instanceof String text && form.matcher(text).matches();
    }

    private static void require(OAuth2AuthorizationCodeRequestAuthenticationToken request, boolean holds, String error,
            String parameter) {
        if (!holds) {
            throw refused(request, error, parameter, true, !parameter.equals(OAuth2ParameterNames.STATE));
        }
    }

    private static OAuth2AuthorizationCodeRequestAuthenticationException refused(
            OAuth2AuthorizationCodeRequestAuthenticationToken request, String error, String parameter, boolean redirect,
            boolean withState) {
        return new OAuth2AuthorizationCodeRequestAuthenticationException(
                new OAuth2Error(error, "The parameter " + parameter + " is missing or not acceptable.", null),
                new OAuth2AuthorizationCodeRequestAuthenticationToken(request.getAuthorizationUri(),
                        request.getClientId(), (Authentication) request.getPrincipal(),
                        redirect ? request.getRedirectUri() : null, withState ? request.getState() : null,
                        request.getScopes(), null));
    }
}
