package io.mainstay.oauth;

import io.mainstay.auth.TokenSigning;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.stereotype.Service;

/// Our clients in the form in which the library works with them. Of each it requires PKCE and people's consent; a
/// disabled one isn't there.
@Service
class RegisteredClients implements RegisteredClientRepository {

    private final ClientStore clients;
    private final ClientSettings clientSettings;
    private final TokenSettings tokenSettings;

    RegisteredClients(ClientStore clients, TokenSigning tokens, OAuthSettings settings) {
        this.clients = clients;
        this.clientSettings = ClientSettings.builder().requireProofKey(true).requireAuthorizationConsent(true).build();
        this.tokenSettings = TokenSettings.builder().reuseRefreshTokens(false)
                .accessTokenTimeToLive(tokens.accessTokenLifetime())
                .refreshTokenTimeToLive(settings.authorizationLifetime())
                .authorizationCodeTimeToLive(settings.codeLifetime()).deviceCodeTimeToLive(settings.waitLifetime())
                .build();
    }

    @Override
    public void save(RegisteredClient client) {
        throw new UnsupportedOperationException("clients are registered through " + OAuthClients.class.getSimpleName());
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return find(new ClientId(UUID.fromString(id))).orElse(null);
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String clientId) {
        return ClientId.parse(clientId).flatMap(this::find).orElse(null);
    }

    Optional<RegisteredClient> find(ClientId id) {
        return clients.find(id).filter(client -> client.disabledAt() == null).map(this::registered);
    }

    private RegisteredClient registered(OAuthClient client) {
        var registered = RegisteredClient.withId(client.id().value().toString()).clientId(client.id().toString())
                .clientName(client.name()).clientIdIssuedAt(client.createdAt())
                .scopes(scopes -> scopes.addAll(client.scopes()))
                .redirectUris(uris -> client.redirectUris().forEach(uri -> uris.add(uri.value())))
                .clientSettings(clientSettings).tokenSettings(tokenSettings);
        client.grants().forEach(grant -> registered.authorizationGrantType(grant.type()));
        if (client.grants().stream().anyMatch(Grant::isDelegated)) {
            registered.authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN);
        }
        if (client.isConfidential()) {
            registered.clientSecret(ClientSecrets.joined(client.secretHashes()))
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        } else {
            registered.clientAuthenticationMethod(ClientAuthenticationMethod.NONE);
        }
        return registered.build();
    }
}
