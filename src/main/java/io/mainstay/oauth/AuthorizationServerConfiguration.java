package io.mainstay.oauth;

import io.mainstay.auth.BrowserAuthentication;
import io.mainstay.auth.TokenSigning;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;

/// The endpoints that other applications talk to, in a chain of their own before the API's. The protocol is the
/// library's; what is stored, what tokens say, who may ask for what and how it's answered is ours. Endpoints of the
/// library that aren't named here don't exist.
@Configuration(proxyBeanMethods = false)
class AuthorizationServerConfiguration {

    static final String AUTHORIZE = "/oauth2/authorize";
    static final String TOKEN = "/oauth2/token";
    static final String INTROSPECT = "/oauth2/introspect";
    static final String REVOKE = "/oauth2/revoke";
    static final String DEVICE_AUTHORIZATION = "/oauth2/device_authorization";
    static final String DEVICE_VERIFICATION = "/oauth2/device_verification";
    static final String KEYS = "/.well-known/jwks.json";

    private static final Map<String, List<String>> METHODS = methods();

    private static Map<String, List<String>> methods() {
        var methods = new LinkedHashMap<String, List<String>>();
        methods.put(AUTHORIZE, List.of("GET", "POST"));
        methods.put(DEVICE_VERIFICATION, List.of("GET", "POST"));
        List.of(TOKEN, INTROSPECT, REVOKE, DEVICE_AUTHORIZATION).forEach(path -> methods.put(path, List.of("POST")));
        return methods;
    }

    static List<String> methodsOf(String path) {
        return METHODS.getOrDefault(path, List.of());
    }

    /// Whether it's a person in a browser who is asked here, and not a client.
    static boolean isForPeople(HttpServletRequest request) {
        return request.getRequestURI().equals(AUTHORIZE) || request.getRequestURI().equals(DEVICE_VERIFICATION);
    }

    @Bean
    @Order(0)
    SecurityFilterChain authorizationServer(HttpSecurity http, BrowserAuthentication browsers, Protocol protocol,
            OAuthErrors errors, TokenSigning tokens, Clock clock) throws Exception {
        http.securityMatchers(paths -> paths.requestMatchers(METHODS.keySet().toArray(String[]::new)))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .logout(AbstractHttpConfigurer::disable).requestCache(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable).servletApi(AbstractHttpConfigurer::disable)
                .headers(AuthorizationServerConfiguration::headers)
                .with(new OAuth2AuthorizationServerConfigurer(), server -> {
                    server.authorizationServerSettings(settings(tokens.issuer()));
                    protocol.configure(server, tokens.issuer());
                })
                .authorizeHttpRequests(requests -> requests.requestMatchers(Silently::isAsked).permitAll().anyRequest()
                        .authenticated())
                .exceptionHandling(handling -> handling.authenticationEntryPoint(new LogInFirst(errors)))
                // in this order; the library looks at a request's person early
                .addFilterAfter(new OAuthRequests(errors), HeaderWriterFilter.class)
                .addFilterAfter(browsers.filter(), HeaderWriterFilter.class)
                .addFilterAfter(new BrowserPrincipal(clock), HeaderWriterFilter.class);
        return http.build();
    }

    private static AuthorizationServerSettings settings(String issuer) {
        return AuthorizationServerSettings.builder().issuer(issuer).authorizationEndpoint(AUTHORIZE)
                .tokenEndpoint(TOKEN).tokenIntrospectionEndpoint(INTROSPECT).tokenRevocationEndpoint(REVOKE)
                .deviceAuthorizationEndpoint(DEVICE_AUTHORIZATION).deviceVerificationEndpoint(DEVICE_VERIFICATION)
                .jwkSetEndpoint(KEYS).build();
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable)
                .addHeaderWriter(new StaticHeadersWriter("Cache-Control", "no-store"))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .contentSecurityPolicy(csp -> csp.policyDirectives("default-src 'none'; frame-ancestors 'none'"));
    }
}
