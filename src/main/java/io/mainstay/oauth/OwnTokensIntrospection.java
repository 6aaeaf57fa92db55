package io.mainstay.oauth;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenIntrospection;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;

/// Tells a client of its own tokens alone: another's look to it like none at all. Source: RFC 7662, 2.2 and 4.
final class OwnTokensIntrospection implements AuthenticationProvider {

    private final OAuth2TokenIntrospectionAuthenticationProvider library;

    OwnTokensIntrospection(RegisteredClients clients, Authorizations authorizations) {
        this.library = new OAuth2TokenIntrospectionAuthenticationProvider(clients, authorizations);
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        var asked = (OAuth2TokenIntrospectionAuthenticationToken) authentication;
        var answer = (OAuth2TokenIntrospectionAuthenticationToken) library.authenticate(authentication);
        return Objects.equals(Objects.requireNonNullElse(clientOf(asked), ""), answer.getTokenClaims().getClientId())
                ? answer
                : new OAuth2TokenIntrospectionAuthenticationToken(asked.getToken(),
                        (Authentication) asked.getPrincipal(), OAuth2TokenIntrospection.builder().build());
    }

    private static @Nullable String clientOf(OAuth2TokenIntrospectionAuthenticationToken asked) {
        return asked.getPrincipal() instanceof OAuth2ClientAuthenticationToken client
                && client.getRegisteredClient() != null ? client.getRegisteredClient().getClientId() : null;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return library.supports(authentication);
    }
}
