package io.mainstay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.web.SecurityFilterChain;

/// What there is, and what there isn't. The check at start-up sees our own controllers alone: an endpoint that a new
/// version of the library brings along is noticed here.
@IntegrationTest
class EndpointsIT {

    @Autowired
    ApiClient api;
    @Autowired
    Environment environment;
    @Autowired
    List<SecurityFilterChain> chains;

    private OAuthWorld world;

    @BeforeEach
    void enter() {
        world = new OAuthWorld(api, environment);
    }

    @Test
    void areTheLibrarysThatAreNamedHere() {
        var chain = chains.stream().filter(one -> one.matches(request("/oauth2/token"))).findFirst().orElseThrow();

        assertThat(chain.getFilters().stream().map(filter -> filter.getClass().getName())
                .filter(name -> name.contains(".oauth2.")).map(name -> name.substring(name.lastIndexOf('.') + 1)))
                .containsExactlyInAnyOrder("AuthorizationServerContextFilter",
                        "OAuth2AuthorizationEndpointFilter$OAuth2AuthorizationCodeRequestValidatingFilter",
                        "OAuth2AuthorizationServerMetadataEndpointFilter", "OAuth2ClientAuthenticationFilter",
                        "OAuth2AuthorizationEndpointFilter", "OAuth2TokenEndpointFilter",
                        "OAuth2TokenIntrospectionEndpointFilter", "OAuth2TokenRevocationEndpointFilter",
                        "OAuth2DeviceAuthorizationEndpointFilter", "OAuth2DeviceVerificationEndpointFilter");
        Predicate<String> isTheirs = path -> chain.matches(request(path));
        assertThat(List.of("/oauth2/authorize", "/oauth2/token", "/oauth2/introspect", "/oauth2/revoke",
                "/oauth2/device_authorization", "/oauth2/device_verification")).allMatch(isTheirs);
        assertThat(List.of("/.well-known/oauth-authorization-server", "/.well-known/openid-configuration",
                "/oauth2/jwks", "/oauth2/par", "/oauth2/register", "/connect/register", "/connect/logout", "/userinfo",
                "/oauth2", "/v1/orders")).noneMatch(isTheirs);
    }

    @Test
    void areAllInTheMetadata() {
        for (var path : List.of("/.well-known/oauth-authorization-server", "/.well-known/openid-configuration")) {
            var metadata = world.get(path, request -> request).expect(200).body();
            assertThat(metadata.path("issuer").asString()).isEqualTo(OAuthWorld.ISSUER);
            assertThat(metadata.path("code_challenge_methods_supported").toString()).isEqualTo("[\"S256\"]");
            assertThat(metadata.path("response_types_supported").toString()).isEqualTo("[\"code\"]");
            assertThat(metadata.path("authorization_response_iss_parameter_supported").asBoolean()).isTrue();
            assertThat(metadata.path("grant_types_supported").toString()).doesNotContain("password", "implicit");
            for (var endpoint : List.of("authorization_endpoint", "token_endpoint", "introspection_endpoint",
                    "revocation_endpoint", "device_authorization_endpoint", "jwks_uri")) {
                var address = metadata.path(endpoint).asString();
                assertThat(address).startsWith(OAuthWorld.ISSUER + "/");
                assertThat(world.get(address.substring(OAuthWorld.ISSUER.length()), request -> request).status())
                        .as(endpoint).isNotEqualTo(404);
            }
        }
        assertThat(world.get("/.well-known/openid-configuration", request -> request).body().path("userinfo_endpoint")
                .asString()).isEqualTo(OAuthWorld.ISSUER + "/userinfo");
    }

    @Test
    void haveNoOtherOriginsAmongTheirCallers() {
        var answer = world.get("/.well-known/openid-configuration",
                request -> request.header("Origin", "https://evil.example"));
        assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
        var token = world.post("/oauth2/token", "grant_type=x",
                request -> request.header("Origin", "https://evil.example"));
        assertThat(token.headers()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void havePagesThatRunNothingButTheirOwn() {
        for (var page : List.of("/log-in", "/authorize-application", "/device")) {
            var answer = world.get(page, request -> request).expect(200);
            assertThat(Objects.requireNonNull(answer.headers().get("content-security-policy")).getFirst())
                    .contains("default-src 'none'", "script-src 'self'", "form-action 'none'",
                            "frame-ancestors 'none'");
            assertThat(answer.text()).doesNotContain("onclick", "<style", "http://", "https://");
            for (var script : List.of(page + ".js", "/own-address.js")) {
                world.get(script, request -> request).expect(200);
            }
        }
    }

    private static MockHttpServletRequest request(String path) {
        return new MockHttpServletRequest("POST", path);
    }
}
