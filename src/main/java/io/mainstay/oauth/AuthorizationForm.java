package io.mainstay.oauth;

import io.mainstay.auth.TokenSigning;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.OAuth2UserCode;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/// A row in the form in which the library works with it. Of a row's secrets it has the one that was presented; of others
/// it knows that there are some. Times follow the database's clock, whatever this instance's says.
@Component
class AuthorizationForm {

    /// The row's version when it was read.
    static final String VERSION = "version";
    /// Which of the row's secrets was presented.
    static final String FOUND_BY = "foundBy";
    /// When the person last showed who they are.
    static final String AUTHENTICATED_AT = "authenticatedAt";
    /// Stands for a token that is known only as a hash. No token of ours looks like it.
    static final String UNKNOWN = "~";

    private final Clock clock;
    private final String authorizationUri;

    AuthorizationForm(TokenSigning tokens, Clock clock) {
        this.clock = clock;
        this.authorizationUri = tokens.issuer() + AuthorizationServerConfiguration.AUTHORIZE;
    }

    OAuth2Authorization byConsent(StoredGrant grant, RegisteredClient client, String state) {
        return form(grant, client, AuthorizationStore.Key.CONSENT.name())
                .attribute(OAuth2ParameterNames.STATE, state).build();
    }

    OAuth2Authorization byCode(StoredGrant grant, RegisteredClient client, String code) {
        var form = form(grant, client, AuthorizationStore.Key.CODE.name());
        if (grant.issuedAt() != null) {
            form.token(new OAuth2RefreshToken(UNKNOWN, issue(grant), expiry(grant)));
        }
        return with(form, new OAuth2AuthorizationCode(code, issue(grant), expiry(grant)), grant.used().code())
                .build();
    }

    OAuth2Authorization byRefreshToken(StoredGrant grant, RegisteredClient client, String refreshToken) {
        return form(grant, client, OAuth2ParameterNames.REFRESH_TOKEN)
                .token(new OAuth2RefreshToken(refreshToken, issue(grant), expiry(grant))).build();
    }

    /// @param valid the decoded form of the token that was presented
    OAuth2Authorization byAccessToken(StoredGrant grant, RegisteredClient client, Jwt valid) {
        var scopes = Set.of(Objects.requireNonNullElse(valid.getClaimAsString("scope"), "").split(" "));
        var token = new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, valid.getTokenValue(),
                valid.getIssuedAt(), valid.getExpiresAt(), scopes);
        return form(grant, client, OAuth2ParameterNames.ACCESS_TOKEN)
                .token(token, metadata -> metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME,
                        valid.getClaims()))
                .build();
    }

    OAuth2Authorization byDeviceCode(StoredGrant grant, RegisteredClient client, String deviceCode) {
        return device(grant, client, AuthorizationStore.Key.DEVICE_CODE, deviceCode, UNKNOWN);
    }

    OAuth2Authorization byUserCode(StoredGrant grant, RegisteredClient client, String userCode) {
        return device(grant, client, AuthorizationStore.Key.USER_CODE, UNKNOWN, userCode);
    }

    /// The page that asks for consent to a device sends its state, and the codes are needed as well.
    OAuth2Authorization deviceByConsent(StoredGrant grant, RegisteredClient client, String state) {
        return OAuth2Authorization.from(device(grant, client, AuthorizationStore.Key.CONSENT, UNKNOWN, UNKNOWN))
                .attribute(OAuth2ParameterNames.STATE, state).build();
    }

    private OAuth2Authorization device(StoredGrant grant, RegisteredClient client, AuthorizationStore.Key foundBy,
            String deviceCode, String userCode) {
        var form = form(grant, client, foundBy.name());
        if (grant.scopes() == null) {
            form.attribute(OAuth2ParameterNames.SCOPE, new HashSet<>(grant.requestedScopes()));
        }
        with(form, new OAuth2DeviceCode(deviceCode, issue(grant), expiry(grant)), grant.used().deviceCode());
        return with(form, new OAuth2UserCode(userCode, issue(grant), expiry(grant)), grant.used().userCode())
                .build();
    }

    private OAuth2Authorization.Builder form(StoredGrant grant, RegisteredClient client, String foundBy) {
        var form = OAuth2Authorization.withRegisteredClient(client).id(grant.id().value().toString())
                .authorizationGrantType(grant.type()).attribute(VERSION, grant.version()).attribute(FOUND_BY, foundBy);
        if (grant.account() == null) {
            form.principalName(client.getClientId());
        } else {
            form.principalName(grant.account().toString()).attribute(Principal.class.getName(),
                    new AccountAuthentication(grant.account(), grant.authenticatedAt()));
        }
        if (grant.scopes() != null) {
            // what the client may not ask for any more, it doesn't get any more
            form.authorizedScopes(grant.scopes().stream().filter(client.getScopes()::contains)
                    .collect(Collectors.toUnmodifiableSet()));
        }
        if (grant.request() != null) {
            form.attribute(OAuth2AuthorizationRequest.class.getName(),
                    request(grant.request(), grant.requestedScopes(), client));
        }
        return form;
    }

    private OAuth2AuthorizationRequest request(StoredGrant.Request request, Set<String> scopes,
            RegisteredClient client) {
        return OAuth2AuthorizationRequest.authorizationCode().authorizationUri(authorizationUri)
                .clientId(client.getClientId()).redirectUri(request.redirectUri()).scopes(scopes)
                .state(request.state()).additionalParameters(parameters -> {
                    parameters.put(PkceParameterNames.CODE_CHALLENGE, request.codeChallenge());
                    parameters.put(PkceParameterNames.CODE_CHALLENGE_METHOD, "S256");
                    if (request.nonce() != null) {
                        parameters.put(OidcParameterNames.NONCE, request.nonce());
                    }
                }).build();
    }

    private Instant expiry(StoredGrant grant) {
        return clock.instant().plus(grant.remaining());
    }

    /// Before the expiry in any case, wherever this instance's clock stands.
    private Instant issue(StoredGrant grant) {
        var expiry = expiry(grant);
        return grant.createdAt().isBefore(expiry) ? grant.createdAt() : expiry.minusSeconds(1);
    }

    private static <T extends OAuth2Token> OAuth2Authorization.Builder with(OAuth2Authorization.Builder form, T token,
            boolean used) {
        return form.token(token, metadata -> metadata.put(OAuth2Authorization.Token.INVALIDATED_METADATA_NAME, used));
    }
}
