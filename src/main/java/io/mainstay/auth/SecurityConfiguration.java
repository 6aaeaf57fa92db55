package io.mainstay.auth;

import io.mainstay.http.ProblemWriter;
import io.mainstay.problem.HttpProblems;
import java.util.List;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/// What every request passes before a controller: who sends it is found out here, what they may do is decided by the
/// authorization module.
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String CSP = "Content-Security-Policy";
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
    private static final String OWN_PAGES = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    /// The API reference's styles are partly inline.
    private static final String REFERENCE = OWN_PAGES.replace("style-src 'self'",
            "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'");

    /// The management port is not reachable from outside; who scrapes it has no account.
    @Bean
    @Order(1)
    SecurityFilterChain management(HttpSecurity http) throws Exception {
        return withoutState(http.securityMatcher(EndpointRequest.toAnyEndpoint())).build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain api(HttpSecurity http, JwtDecoder decoder, List<BearerCredential> others,
            BrowserAuthentication browsers, ProblemWriter problems) throws Exception {
        return withoutState(http)
                .addFilterBefore(new BearerAuthentication(decoder, others, problems), AuthorizationFilter.class)
                .addFilterBefore(browsers.filter(), AuthorizationFilter.class)
                .build();
    }

    @Bean
    KeyEncryption keyEncryption(AuthSettings settings) {
        return KeyEncryption.under(settings.keyEncryptionKey(), settings.previousKeyEncryptionKey());
    }

    @Bean
    JwtDecoder accessTokenDecoder(AccessTokenDecoders decoders, EndedSessions ended) {
        return decoders.decoder(ended::spares);
    }

    /// A span and a timer around each filter of each request would cost more than the filters do.
    @Bean
    SecurityObservationSettings noObservationsOfFilters() {
        return SecurityObservationSettings.noObservations();
    }

    /// An unknown method is answered like an unsupported one, with what is supported; no reason to call it an attack.
    @Bean
    HttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
    }

    /// Addresses that could mean something else behind a proxy: encoded slashes, `//`, `;`.
    @Bean
    RequestRejectedHandler rejectedAddresses(ProblemWriter problems) {
        return (request, response, _) -> problems.write(request, response, HttpProblems.MALFORMED_REQUEST,
                "The address or a header contains what is never accepted.");
    }

    private static HttpSecurity withoutState(HttpSecurity http) throws Exception {
        return http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // a browser never sends a bearer token by itself; for cookies CookieAuthentication sees to it
                .csrf(AbstractHttpConfigurer::disable).logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable).anonymous(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable).headers(SecurityConfiguration::headers);
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable)
                // for what says nothing about it itself
                .addHeaderWriter(new StaticHeadersWriter("Cache-Control", "no-store"))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                // the first that matches stays
                .addHeaderWriter(csp(REFERENCE, "/docs/**", "/swagger-ui/**", "/v3/api-docs/**"))
                .addHeaderWriter(csp(OWN_PAGES, "/verify-email", "/reset-password", "/change-email", "/log-in",
                        "/authorize-application", "/device"))
                .addHeaderWriter(csp(NOTHING, "/**"));
    }

    private static HeaderWriter csp(String policy, String... paths) {
        var matchers = java.util.Arrays.stream(paths)
                .map(path -> (RequestMatcher) PathPatternRequestMatcher.withDefaults().matcher(path)).toList();
        return new DelegatingRequestMatcherHeaderWriter(new OrRequestMatcher(matchers),
                new StaticHeadersWriter(CSP, policy));
    }
}
