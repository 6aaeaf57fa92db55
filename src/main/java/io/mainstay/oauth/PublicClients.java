package io.mainstay.oauth;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/// Clients that can keep no secret name themselves where what they present is secret enough: a refresh token that is good
/// once, a device code, a token to be revoked. With an authorization code they prove themselves by PKCE, which is the
/// library's work. Source: RFC 9700, 4.14; RFC 8628, 3.1.
final class PublicClients implements AuthenticationConverter, AuthenticationProvider {

    private static final Set<String> GRANTS = Set.of(OAuth2ParameterNames.REFRESH_TOKEN,
            Grant.DEVICE_CODE.type().getValue());
    private static final Set<String> ENDPOINTS = Set.of(AuthorizationServerConfiguration.DEVICE_AUTHORIZATION,
            AuthorizationServerConfiguration.REVOKE);

    private final RegisteredClients clients;

    PublicClients(RegisteredClients clients) {
        this.clients = clients;
    }

    /// One that only says who it is.
    private static final class Named extends OAuth2ClientAuthenticationToken {

        Named(String clientId) {
            super(clientId, ClientAuthenticationMethod.NONE, null, null);
        }
    }

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        var clientId = request.getParameter(OAuth2ParameterNames.CLIENT_ID);
        var needsNoMore = ENDPOINTS.contains(request.getRequestURI())
                || AuthorizationServerConfiguration.TOKEN.equals(request.getRequestURI())
                        && GRANTS.contains(String.valueOf(request.getParameter(OAuth2ParameterNames.GRANT_TYPE)));
        return clientId == null || !needsNoMore || request.getHeader(HttpHeaders.AUTHORIZATION) != null
                || request.getParameter(OAuth2ParameterNames.CLIENT_SECRET) != null ? null : new Named(clientId);
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        var client = clients.findByClientId(String.valueOf(authentication.getPrincipal()));
        if (client == null || !client.getClientAuthenticationMethods().contains(ClientAuthenticationMethod.NONE)) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        return new OAuth2ClientAuthenticationToken(client, ClientAuthenticationMethod.NONE, null);
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return authentication == Named.class;
    }
}
