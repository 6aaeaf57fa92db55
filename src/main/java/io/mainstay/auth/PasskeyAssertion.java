package io.mainstay.auth;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/// A passkey's answer to a challenge, in the form that browsers write (`PublicKeyCredential.toJSON()`). Members that
/// aren't named here are ignored: browsers add some. Source: WebAuthn Level 3, AuthenticationResponseJSON.
///
/// @param rawId the credential's id
@Schema(name = "PasskeyAssertion")
@JsonIgnoreProperties(ignoreUnknown = true)
public record PasskeyAssertion(@NotNull Base64Url rawId, @NotNull @Valid Response response) {

    /// @param clientDataJSON what the browser vouches for: challenge and origin
    /// @param authenticatorData what the authenticator vouches for
    /// @param userHandle whose passkey it is, as the authenticator remembers it
    @Schema(name = "PasskeyAssertionResponse")
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Response(@NotNull Base64Url clientDataJSON, @NotNull Base64Url authenticatorData,
            @NotNull Base64Url signature, @Nullable Base64Url userHandle) {}

    @Override
    public String toString() {
        return "PasskeyAssertion[…]";
    }
}
