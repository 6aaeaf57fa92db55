package io.mainstay.signin;

import java.net.URI;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Where a provider's endpoints are, as it says itself. Source: OpenID Connect Discovery 1.0, 3.
///
/// @param namesItself whether it sends `iss` with its answers (RFC 9207)
record ProviderMetadata(String authorizationEndpoint, String tokenEndpoint, String keys, boolean namesItself) {

    /// @throws ProviderFailure unless it's the issuer's own, over TLS like the issuer
    static ProviderMetadata of(JsonNode document, String issuer) {
        if (!issuer.equals(document.path("issuer").asString(""))) {
            throw new ProviderFailure("its metadata is another issuer's");
        }
        var metadata = new ProviderMetadata(document.path("authorization_endpoint").asString(""),
                document.path("token_endpoint").asString(""), document.path("jwks_uri").asString(""),
                document.path("authorization_response_iss_parameter_supported").asBoolean(false));
        for (var address : List.of(metadata.authorizationEndpoint, metadata.tokenEndpoint, metadata.keys)) {
            if (!isAddress(address) || issuer.startsWith("https:") && !address.startsWith("https:")) {
                throw new ProviderFailure("its metadata has an address that is none");
            }
        }
        return metadata;
    }

    private static boolean isAddress(String address) {
        try {
            var uri = URI.create(address);
            return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
