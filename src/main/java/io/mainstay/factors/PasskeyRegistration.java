package io.mainstay.factors;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.mainstay.auth.Base64Url;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

/// A new passkey, in the form that browsers write (`PublicKeyCredential.toJSON()`). Members that aren't named here are
/// ignored: browsers add some. Source: WebAuthn Level 3, RegistrationResponseJSON.
@JsonIgnoreProperties(ignoreUnknown = true)
record PasskeyRegistration(@NotNull @Valid Response response) {

    /// @param clientDataJSON what the browser vouches for: challenge and origin
    /// @param attestationObject what the authenticator says: the credential and its public key
    @Schema(name = "PasskeyRegistrationResponse")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Response(@NotNull Base64Url clientDataJSON, @NotNull Base64Url attestationObject) {}
}
