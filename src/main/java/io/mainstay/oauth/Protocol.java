package io.mainstay.oauth;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationConsentAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceVerificationAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenExchangeAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.X509ClientCertificateAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.web.authentication.JwtClientAssertionAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2DeviceVerificationAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2TokenExchangeAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.X509ClientCertificateAuthenticationConverter;
import org.springframework.stereotype.Component;

/// Tells the library what of the protocol we speak. There is no token exchange, no assertion and no certificate in the
/// place of a client's secret.
@Component
class Protocol {

    /// Sent by the consent page for "no": the library would read a mere absence of scopes as "the ones from before".
    static final String DENY = "deny";

    private static final String CONSENT_PAGE = "/authorize-application";
    private static final String DEVICE_PAGE = "/device";

    private final RegisteredClients clients;
    private final Authorizations authorizations;
    private final Consents consents;
    private final Tokens tokens;
    private final UserCodeAttempts userCodes;
    private final OAuthErrors errors;

    Protocol(RegisteredClients clients, Authorizations authorizations, Consents consents, Tokens tokens,
            UserCodeAttempts userCodes, OAuthErrors errors) {
        this.clients = clients;
        this.authorizations = authorizations;
        this.consents = consents;
        this.tokens = tokens;
        this.userCodes = userCodes;
        this.errors = errors;
    }

    /// @param issuer the public address of this installation
    void configure(OAuth2AuthorizationServerConfigurer server, String issuer) {
        server.registeredClientRepository(clients).authorizationService(authorizations)
                .authorizationConsentService(consents).tokenGenerator(tokens);
        configureClients(server);
        configureAuthorization(server, issuer);
        configureTokens(server);
        configureDevices(server, issuer);
    }

    private void configureClients(OAuth2AuthorizationServerConfigurer server) {
        var named = new PublicClients(clients);
        server.clientAuthentication(client -> client.errorResponseHandler(errors).authenticationConverters(list -> {
            list.removeIf(converter -> converter instanceof JwtClientAssertionAuthenticationConverter
                    || converter instanceof X509ClientCertificateAuthenticationConverter);
            list.add(named);
        }).authenticationProviders(list -> {
            list.removeIf(provider -> provider instanceof JwtClientAssertionAuthenticationProvider
                    || provider instanceof X509ClientCertificateAuthenticationProvider);
            each(list, ClientSecretAuthenticationProvider.class,
                    provider -> provider.setPasswordEncoder(new ClientSecrets()));
            list.addFirst(named);
        }));
    }

    private void configureAuthorization(OAuth2AuthorizationServerConfigurer server, String issuer) {
        var answers = new AuthorizationAnswers(issuer, errors);
        server.authorizationEndpoint(
                endpoint -> endpoint.consentPage(CONSENT_PAGE).authorizationResponseHandler(answers)
                        .errorResponseHandler(answers).authenticationProviders(list -> {
                            each(list, OAuth2AuthorizationCodeRequestAuthenticationProvider.class, provider -> {
                                provider.setAuthenticationValidator(new AuthorizationRequestRules());
                                provider.setAuthorizationConsentRequired(
                                        Protocol::isConsentRequired);
                            });
                            each(list, OAuth2AuthorizationConsentAuthenticationProvider.class,
                                    provider -> provider.setAuthorizationConsentCustomizer(Protocol::denyIfAsked));
                        }));
    }

    private void configureTokens(OAuth2AuthorizationServerConfigurer server) {
        server.tokenEndpoint(endpoint -> endpoint.errorResponseHandler(errors)
                .accessTokenRequestConverters(
                        list -> list.removeIf(OAuth2TokenExchangeAuthenticationConverter.class::isInstance))
                .authenticationProviders(list -> {
                    list.removeIf(OAuth2TokenExchangeAuthenticationProvider.class::isInstance);
                    each(list, OAuth2ClientCredentialsAuthenticationProvider.class,
                            provider -> provider.setAuthenticationValidator(Protocol::requireOwnScopes));
                }));
        server.tokenRevocationEndpoint(endpoint -> endpoint.errorResponseHandler(errors));
        server.tokenIntrospectionEndpoint(endpoint -> endpoint.errorResponseHandler(errors)
                .authenticationProviders(list -> {
                    list.clear();
                    list.add(new OwnTokensIntrospection(clients, authorizations));
                }));
    }

    private void configureDevices(OAuth2AuthorizationServerConfigurer server, String issuer) {
        server.deviceAuthorizationEndpoint(endpoint -> endpoint.verificationUri(issuer + DEVICE_PAGE)
                .errorResponseHandler(errors));
        server.deviceVerificationEndpoint(endpoint -> endpoint.consentPage(CONSENT_PAGE)
                .errorResponseHandler(new DeviceErrors(errors))
                .deviceVerificationResponseHandler(new DeviceAnswers(errors))
                .deviceVerificationRequestConverters(list -> {
                    list.removeIf(OAuth2DeviceVerificationAuthenticationConverter.class::isInstance);
                    list.addFirst(userCodes);
                })
                .authenticationProviders(list -> {
                    // a link with a stranger's code in it must not be enough: whoever follows it is asked each time
                    each(list, OAuth2DeviceVerificationAuthenticationProvider.class,
                            provider -> provider.setAuthorizationConsentRequired(_ -> true));
                    each(list, OAuth2DeviceAuthorizationConsentAuthenticationProvider.class,
                            provider -> provider.setAuthorizationConsentCustomizer(Protocol::denyIfAsked));
                }));
    }

    /// Whoever allowed it before isn't asked again, unless the client wants that, or is a program on the person's
    /// machine, which any other program there can claim to be. Source: RFC 8252, 8.6.
    private static boolean isConsentRequired(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
        var before = context.getAuthorizationConsent();
        var request = context.getAuthorizationRequest();
        return before == null || request == null || !before.getScopes().containsAll(request.getScopes())
                || FreshLogIn.isConsentPrompted(request.getAdditionalParameters())
                || request.getRedirectUri() == null || RedirectUri.isOnTheMachine(request.getRedirectUri());
    }

    private static void denyIfAsked(OAuth2AuthorizationConsentAuthenticationContext context) {
        OAuth2AuthorizationConsentAuthenticationToken answer = context.getAuthentication();
        if (answer.getAdditionalParameters().containsKey(DENY)) {
            context.getAuthorizationConsent().authorities(Set::clear);
        }
    }

    private static void requireOwnScopes(OAuth2ClientCredentialsAuthenticationContext context) {
        OAuth2ClientCredentialsAuthenticationToken request = context.getAuthentication();
        var asked = request.getScopes();
        if (asked.isEmpty() || asked.stream().anyMatch(Scope::isOfAPerson)
                || !context.getRegisteredClient().getScopes().containsAll(asked)) {
            throw new OAuth2AuthenticationException(new OAuth2Error(OAuth2ErrorCodes.INVALID_SCOPE));
        }
    }

    private static <P extends AuthenticationProvider> void each(List<AuthenticationProvider> providers, Class<P> type,
            Consumer<P> change) {
        providers.stream().filter(type::isInstance).map(type::cast).forEach(change);
    }
}
