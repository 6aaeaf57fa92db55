package io.mainstay.oauth;

import io.mainstay.auth.TokenSigning;
import io.mainstay.caller.OpenToEveryone;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What the authorization server can do, for clients that configure themselves. The library's own documents would
/// promise more than there is.
@RestController
@Tag(name = "OAuth")
class DiscoveryController {

    private static final CacheControl CACHING = CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic();

    private final String issuer;

    DiscoveryController(TokenSigning tokens) {
        this.issuer = tokens.issuer();
    }

    @OpenToEveryone
    @Operation(summary = "The authorization server's metadata", description = "RFC 8414.")
    @GetMapping("/.well-known/oauth-authorization-server")
    ResponseEntity<Map<String, Object>> authorizationServer() {
        return ResponseEntity.ok().cacheControl(CACHING).body(metadata());
    }

    @OpenToEveryone
    @Operation(summary = "The OpenID provider's metadata", description = "OpenID Connect Discovery 1.0, 3.")
    @GetMapping("/.well-known/openid-configuration")
    ResponseEntity<Map<String, Object>> openIdProvider() {
        var metadata = metadata();
        metadata.put("userinfo_endpoint", issuer + UserInfoController.PATH);
        metadata.put("subject_types_supported", List.of("public"));
        metadata.put("id_token_signing_alg_values_supported", List.of("ES256"));
        metadata.put("claims_supported",
                List.of("sub", "iss", "aud", "azp", "exp", "iat", "auth_time", "nonce", "name", "email",
                        "email_verified"));
        metadata.put("request_parameter_supported", false);
        metadata.put("request_uri_parameter_supported", false);
        metadata.put("prompt_values_supported", List.of("none"));
        return ResponseEntity.ok().cacheControl(CACHING).body(metadata);
    }

    private Map<String, Object> metadata() {
        var methods = List.of("client_secret_basic", "client_secret_post", "none");
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("issuer", issuer);
        metadata.put("authorization_endpoint", issuer + AuthorizationServerConfiguration.AUTHORIZE);
        metadata.put("token_endpoint", issuer + AuthorizationServerConfiguration.TOKEN);
        metadata.put("introspection_endpoint", issuer + AuthorizationServerConfiguration.INTROSPECT);
        metadata.put("revocation_endpoint", issuer + AuthorizationServerConfiguration.REVOKE);
        metadata.put("device_authorization_endpoint", issuer + AuthorizationServerConfiguration.DEVICE_AUTHORIZATION);
        metadata.put("jwks_uri", issuer + AuthorizationServerConfiguration.KEYS);
        metadata.put("scopes_supported", Scope.all());
        metadata.put("response_types_supported", List.of("code"));
        metadata.put("response_modes_supported", List.of("query"));
        metadata.put("grant_types_supported", List.of("authorization_code", "client_credentials", "refresh_token",
                Grant.DEVICE_CODE.type().getValue()));
        metadata.put("code_challenge_methods_supported", List.of("S256"));
        metadata.put("token_endpoint_auth_methods_supported", methods);
        metadata.put("revocation_endpoint_auth_methods_supported", methods);
        metadata.put("introspection_endpoint_auth_methods_supported",
                List.of("client_secret_basic", "client_secret_post"));
        metadata.put("authorization_response_iss_parameter_supported", true);
        return metadata;
    }
}
