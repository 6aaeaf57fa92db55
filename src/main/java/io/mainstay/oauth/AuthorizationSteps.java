package io.mainstay.oauth;

import io.mainstay.auth.StoredSecrets;
import io.mainstay.oauth.StoredGrant.RefreshHashes;
import io.mainstay.oauth.StoredGrant.Used;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.OAuth2UserCode;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Writes down what the library made of an authorization: one step of it, which of two at once one takes.
@Service
class AuthorizationSteps {

    private static final String SLOW_DOWN = "slow_down";

    private final AuthorizationStore store;
    private final NewGrantStore newGrants;
    private final ClientStore clients;
    private final AuthorizationEnds ends;
    private final StoredSecrets secrets;
    private final OAuthSettings settings;

    AuthorizationSteps(AuthorizationStore store, NewGrantStore newGrants, ClientStore clients, AuthorizationEnds ends,
            StoredSecrets secrets, OAuthSettings settings) {
        this.store = store;
        this.newGrants = newGrants;
        this.clients = clients;
        this.ends = ends;
        this.secrets = secrets;
        this.settings = settings;
    }

    Hash userCodeHash(String userCode) {
        return new Hash(secrets.tag("oauth user code", userCode.getBytes(StandardCharsets.UTF_8)));
    }

    /// A device asks whether somebody was there.
    ///
    /// @throws OAuth2AuthenticationException `slow_down` if it asked a moment ago: RFC 8628, 3.5
    void poll(Hash deviceCodeHash) {
        if (store.poll(deviceCodeHash).filter(since -> since.compareTo(settings.pollInterval()) < 0).isPresent()) {
            throw new OAuth2AuthenticationException(SLOW_DOWN);
        }
    }

    /// @throws OAuth2AuthenticationException `invalid_scope` if a device wants nothing, `invalid_grant` if somebody else took a step meanwhile, `temporarily_unavailable` if
    /// the client has too much going on at once
    @Transactional
    public void take(OAuth2Authorization authorization) {
        Long version = authorization.getAttribute(AuthorizationForm.VERSION);
        var id = new AuthorizationId(UUID.fromString(authorization.getId()));
        var client = new ClientId(UUID.fromString(authorization.getRegisteredClientId()));
        if (version == null) {
            begin(authorization, id, client);
        } else if (isGivenBack(authorization)) {
            var byCode = AuthorizationStore.Key.CODE.name()
                    .equals(authorization.getAttribute(AuthorizationForm.FOUND_BY));
            store.find(id).ifPresent(grant -> ends.end(grant, byCode ? EndReason.CODE_REUSE : EndReason.CLIENT));
        } else {
            move(authorization, id, client, version);
        }
    }

    private void begin(OAuth2Authorization authorization, AuthorizationId id, ClientId client) {
        if (authorization.getAuthorizationGrantType().equals(Grant.CLIENT_CREDENTIALS.type())) {
            var token = Objects.requireNonNull(authorization.getAccessToken());
            var lifetime = Duration.between(Objects.requireNonNull(token.getToken().getIssuedAt()),
                    Objects.requireNonNull(token.getToken().getExpiresAt()));
            var owner = clients.find(client).orElseThrow(AuthorizationSteps::lost);
            require(newGrants.addOwn(OAuthAccessTokens.authorization(Objects.requireNonNull(token.getClaims())), owner,
                    authorization.getAuthorizedScopes(), lifetime));
        } else if (authorization.getAuthorizationGrantType().equals(Grant.DEVICE_CODE.type())) {
            Set<String> requested = authorization.getAttribute(OAuth2ParameterNames.SCOPE);
            if (requested == null || requested.isEmpty()) {
                throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_SCOPE);
            }
            var codes = new NewGrantStore.DeviceCodes(
                    Objects.requireNonNull(newHash(authorization, OAuth2DeviceCode.class)),
                    userCodeHash(Objects.requireNonNull(authorization.getToken(OAuth2UserCode.class)).getToken()
                            .getTokenValue()));
            require(newGrants.addDevice(id, client, requested, codes, ends.network()));
        } else {
            ask(authorization, id, client);
        }
    }

    private void ask(OAuth2Authorization authorization, AuthorizationId id, ClientId client) {
        OAuth2AuthorizationRequest request = Objects
                .requireNonNull(authorization.getAttribute(OAuth2AuthorizationRequest.class.getName()));
        var person = Objects.requireNonNull(person(authorization));
        var codeHash = newHash(authorization, OAuth2AuthorizationCode.class);
        newGrants.add(new NewGrantStore.Asked(id, client, person.account(), request.getScopes(),
                new StoredGrant.Request(Objects.requireNonNull(request.getRedirectUri()), request.getState(),
                        text(request, OidcParameterNames.NONCE),
                        Objects.requireNonNull(text(request, PkceParameterNames.CODE_CHALLENGE))),
                person.confirmedAt(), codeHash == null ? null : authorization.getAuthorizedScopes(),
                consentHash(authorization), codeHash));
        if (codeHash != null) {
            ends.noteGiven(person.account(), client, authorization.getAuthorizedScopes());
        }
    }

    private void move(OAuth2Authorization authorization, AuthorizationId id, ClientId client, long version) {
        var person = person(authorization);
        var codeHash = newHash(authorization, OAuth2AuthorizationCode.class);
        var issued = authorization.getAccessToken() != null;
        var scopes = authorization.getAuthorizedScopes();
        var first = issued && !OAuth2ParameterNames.REFRESH_TOKEN
                .equals(authorization.getAttribute(AuthorizationForm.FOUND_BY));
        var used = new Used(isUsed(authorization, OAuth2AuthorizationCode.class),
                isUsed(authorization, OAuth2DeviceCode.class), isUsed(authorization, OAuth2UserCode.class));
        var step = new GrantStep(person == null ? null : person.account(), scopes.isEmpty() ? null : scopes,
                person == null ? null : person.confirmedAt(), consentHash(authorization), codeHash, used,
                refresh(authorization), issued,
                codeHash != null ? settings.codeLifetime() : first ? settings.authorizationLifetime() : null);
        if (!store.move(id, version, step)) {
            throw lost();
        }
        if (person != null && !issued && !scopes.isEmpty()) {
            ends.noteGiven(person.account(), client, scopes);
        }
        if (person != null && first) {
            newGrants.endSurplus(person.account()).forEach(ends::ended);
        }
    }

    /// Whether one of its tokens was made invalid, and so all of it.
    private static boolean isGivenBack(OAuth2Authorization authorization) {
        var access = authorization.getAccessToken();
        var refresh = authorization.getRefreshToken();
        return access != null && access.isInvalidated() || refresh != null && refresh.isInvalidated();
    }

    private static @Nullable AccountAuthentication person(OAuth2Authorization authorization) {
        return authorization.getAttribute(Principal.class.getName());
    }

    private static @Nullable Hash consentHash(OAuth2Authorization authorization) {
        String state = authorization.getAttribute(OAuth2ParameterNames.STATE);
        return state == null ? null : Secret.hash(state);
    }

    private static @Nullable RefreshHashes refresh(OAuth2Authorization authorization) {
        var token = authorization.getRefreshToken();
        return token == null
                ? null
                : RefreshTokenValue.parse(token.getToken().getTokenValue())
                        .map(value -> new RefreshHashes(value.family().hash(), value.current().hash())).orElse(null);
    }

    /// Null if there is none, or if it is known only as a hash.
    private static @Nullable Hash newHash(OAuth2Authorization authorization, Class<? extends OAuth2Token> type) {
        var token = authorization.getToken(type);
        return token == null || token.getToken().getTokenValue().equals(AuthorizationForm.UNKNOWN)
                || !type.equals(OAuth2AuthorizationCode.class)
                        && authorization.getAttribute(AuthorizationForm.VERSION) != null
                || token.isInvalidated()
                        ? null
                        : Secret.hash(token.getToken().getTokenValue());
    }

    private static boolean isUsed(OAuth2Authorization authorization, Class<? extends OAuth2Token> type) {
        var token = authorization.getToken(type);
        return token != null && token.isInvalidated();
    }

    private static @Nullable String text(OAuth2AuthorizationRequest request, String parameter) {
        return (String) request.getAdditionalParameters().get(parameter);
    }

    private static void require(boolean added) {
        if (!added) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE);
        }
    }

    private static OAuth2AuthenticationException lost() {
        return new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
    }
}
