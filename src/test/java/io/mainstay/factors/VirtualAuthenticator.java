package io.mainstay.factors;

import com.webauthn4j.data.AuthenticatorSelectionCriteria;
import com.webauthn4j.data.PublicKeyCredentialCreationOptions;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialRequestOptions;
import com.webauthn4j.data.PublicKeyCredentialRpEntity;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.PublicKeyCredentialUserEntity;
import com.webauthn4j.data.ResidentKeyRequirement;
import com.webauthn4j.data.UserVerificationRequirement;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.test.authenticator.webauthn.NoneAttestationAuthenticator;
import com.webauthn4j.test.authenticator.webauthn.WebAuthnAuthenticatorAdaptor;
import com.webauthn4j.test.client.ClientPlatform;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A browser with an authenticator, as WebAuthn4J plays them: takes the options that the API gives and writes what a
/// browser's `toJSON()` would.
final class VirtualAuthenticator {

    static final String OUR_PAGE = "http://localhost:8080";

    final NoneAttestationAuthenticator device = new NoneAttestationAuthenticator();
    private final WebAuthnAuthenticatorAdaptor adaptor = new WebAuthnAuthenticatorAdaptor(device);

    Map<String, Object> create(Map<String, Object> options) {
        return create(options, OUR_PAGE, member(options, "rp", "id"));
    }

    Map<String, Object> create(Map<String, Object> options, String origin, String rpId) {
        var credential = new ClientPlatform(new Origin(origin), adaptor).create(new PublicKeyCredentialCreationOptions(
                new PublicKeyCredentialRpEntity(rpId, "Mainstay"),
                new PublicKeyCredentialUserEntity(decode(member(options, "user", "id")),
                        member(options, "user", "name"), member(options, "user", "displayName")),
                new DefaultChallenge(decode((String) options.get("challenge"))),
                List.of(new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY,
                        COSEAlgorithmIdentifier.ES256)),
                60_000L, List.of(),
                new AuthenticatorSelectionCriteria(null, ResidentKeyRequirement.REQUIRED,
                        UserVerificationRequirement.REQUIRED),
                null, null));
        var response = credential.getResponse();
        return credential(credential.getRawId(), Map.of("clientDataJSON", encode(response.getClientDataJSON()),
                "attestationObject", encode(response.getAttestationObject()), "transports", List.of("internal")));
    }

    Map<String, Object> get(Map<String, Object> options) {
        return get(options, OUR_PAGE, (String) options.get("rpId"), UserVerificationRequirement.REQUIRED);
    }

    Map<String, Object> get(Map<String, Object> options, String origin, String rpId,
            UserVerificationRequirement verification) {
        var credential = new ClientPlatform(new Origin(origin), adaptor)
                .get(new PublicKeyCredentialRequestOptions(
                        new DefaultChallenge(decode((String) options.get("challenge"))),
                        60_000L, rpId, null, verification, null));
        var response = credential.getResponse();
        return credential(credential.getRawId(),
                Map.of("clientDataJSON", encode(response.getClientDataJSON()), "authenticatorData",
                        encode(response.getAuthenticatorData()), "signature", encode(response.getSignature()),
                        "userHandle", encode(response.getUserHandle())));
    }

    /// A copy of what a browser wrote, with one member of `response` replaced.
    @SuppressWarnings("unchecked")
    static Map<String, Object> tampered(Map<String, Object> credential, String member, @Nullable String value) {
        var copy = new LinkedHashMap<>(credential);
        var response = new LinkedHashMap<>((Map<String, Object>) copy.get("response"));
        if (value == null) {
            response.remove(member);
        } else {
            response.put(member, value);
        }
        copy.put("response", response);
        return copy;
    }

    private static Map<String, Object> credential(byte[] id, Map<String, Object> response) {
        return Map.of("id", encode(id), "rawId", encode(id), "type", "public-key", "response", response,
                "authenticatorAttachment", "platform", "clientExtensionResults", Map.of());
    }

    @SuppressWarnings("unchecked")
    private static String member(Map<String, Object> options, String object, String name) {
        return (String) ((Map<String, Object>) options.get(object)).get(name);
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
