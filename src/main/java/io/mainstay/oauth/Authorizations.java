package io.mainstay.oauth;

import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Service;

/// Finds authorizations by what is presented, for the library. No secret is stored as it is.
///
/// A refresh token that was replaced is in two hands when it comes back: its authorization ends. Source: RFC 9700, 4.14.
@Service
class Authorizations implements OAuth2AuthorizationService {

    private final AuthorizationStore store;
    private final AuthorizationSteps steps;
    private final AuthorizationEnds ends;
    private final AuthorizationForm form;
    private final RegisteredClients clients;
    private final OAuthAccessTokens accessTokens;

    Authorizations(AuthorizationStore store, AuthorizationSteps steps, AuthorizationEnds ends,
            AuthorizationForm form, RegisteredClients clients, OAuthAccessTokens accessTokens) {
        this.store = store;
        this.steps = steps;
        this.ends = ends;
        this.form = form;
        this.clients = clients;
        this.accessTokens = accessTokens;
    }

    @Override
    public void save(OAuth2Authorization authorization) {
        steps.take(authorization);
    }

    @Override
    public void remove(OAuth2Authorization authorization) {
        store.forget(new AuthorizationId(UUID.fromString(authorization.getId())));
    }

    @Override
    public @Nullable OAuth2Authorization findById(String id) {
        throw new UnsupportedOperationException("nobody asks by an id alone");
    }

    /// @param type null for introspection and revocation, where any access or refresh token may be presented
    @Override
    public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
        return (type == null ? byAnyToken(token) : switch (type.getValue()) {
            case OAuth2ParameterNames.STATE -> byConsent(token);
            case OAuth2ParameterNames.CODE -> find(AuthorizationStore.Key.CODE, Secret.hash(token),
                    (grant, client) -> form.byCode(grant, client, token));
            case OAuth2ParameterNames.DEVICE_CODE -> byDeviceCode(token);
            case OAuth2ParameterNames.USER_CODE -> find(AuthorizationStore.Key.USER_CODE, steps.userCodeHash(token),
                    (grant, client) -> form.byUserCode(grant, client, token));
            case OAuth2ParameterNames.REFRESH_TOKEN -> byRefreshToken(token, true);
            default -> Optional.<OAuth2Authorization>empty();
        }).orElse(null);
    }

    private Optional<OAuth2Authorization> byAnyToken(String token) {
        return RefreshTokenValue.recognizes(token) ? byRefreshToken(token, false) : byAccessToken(token);
    }

    private Optional<OAuth2Authorization> byConsent(String state) {
        return find(AuthorizationStore.Key.CONSENT, Secret.hash(state),
                (grant, client) -> grant.request() == null
                        ? form.deviceByConsent(grant, client, state)
                        : form.byConsent(grant, client, state));
    }

    private Optional<OAuth2Authorization> byDeviceCode(String deviceCode) {
        var hash = Secret.hash(deviceCode);
        steps.poll(hash);
        return find(AuthorizationStore.Key.DEVICE_CODE, hash,
                (grant, client) -> form.byDeviceCode(grant, client, deviceCode));
    }

    /// @param endIfReused whether it's presented to be used
    private Optional<OAuth2Authorization> byRefreshToken(String token, boolean endIfReused) {
        var presented = RefreshTokenValue.parse(token);
        var grant = presented.flatMap(value -> store.find(value.authorization()));
        if (presented.isEmpty() || grant.isEmpty() || grant.get().refresh() == null) {
            return Optional.empty();
        }
        var known = grant.get().refresh();
        if (!known.family().equals(presented.get().family().hash())) {
            return Optional.empty();
        }
        if (!known.current().equals(presented.get().current().hash())) {
            if (endIfReused) {
                ends.end(grant.get(), EndReason.REFRESH_REUSE);
            }
            return Optional.empty();
        }
        return client(grant.get()).map(client -> form.byRefreshToken(grant.get(), client, token));
    }

    private Optional<OAuth2Authorization> byAccessToken(String token) {
        return accessTokens.decode(token).flatMap(valid -> store.find(OAuthAccessTokens.authorization(valid))
                .flatMap(grant -> client(grant).map(client -> form.byAccessToken(grant, client, valid))));
    }

    private Optional<OAuth2Authorization> find(AuthorizationStore.Key key, Hash hash,
            BiFunction<StoredGrant, RegisteredClient, OAuth2Authorization> form) {
        return store.find(key, hash).flatMap(grant -> client(grant).map(client -> form.apply(grant, client)));
    }

    private Optional<RegisteredClient> client(StoredGrant grant) {
        return clients.find(grant.client());
    }
}
