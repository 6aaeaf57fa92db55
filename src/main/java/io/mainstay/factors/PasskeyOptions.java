package io.mainstay.factors;

import io.mainstay.auth.Base64Url;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/// What a page hands to the browser, in the browser's own words: `parseCreationOptionsFromJSON`,
/// `parseRequestOptionsFromJSON`. Source: WebAuthn Level 3, 5.1.9 and 5.1.10.
sealed interface PasskeyOptions {

    String REQUIRED = "required";
    String PUBLIC_KEY = "public-key";

    /// To make a passkey. It must be one that the authenticator finds by itself, and must verify its person.
    ///
    /// @param timeout in milliseconds
    /// @param excludeCredentials those that the account has
    @Schema(name = "PasskeyCreationOptions")
    record Creation(Base64Url challenge, Party rp, User user, List<KeyType> pubKeyCredParams, long timeout,
            List<Known> excludeCredentials, Selection authenticatorSelection,
            String attestation) implements PasskeyOptions {}

    /// To show that one has a passkey; which, the authenticator knows.
    ///
    /// @param timeout in milliseconds
    @Schema(name = "PasskeyRequestOptions")
    record Request(Base64Url challenge, String rpId, long timeout, String userVerification) implements PasskeyOptions {}

    @Schema(name = "PasskeyRelyingParty")
    record Party(String id, String name) {}

    @Schema(name = "PasskeyUser")
    record User(Base64Url id, String name, String displayName) {

        /// Without personal data.
        @Override
        public String toString() {
            return "User[…]";
        }
    }

    /// @param alg a COSE algorithm: -7 is ES256
    @Schema(name = "PasskeyKeyType")
    record KeyType(String type, long alg) {}

    @Schema(name = "KnownPasskey")
    record Known(String type, Base64Url id) {}

    @Schema(name = "PasskeySelection")
    record Selection(String residentKey, boolean requireResidentKey, String userVerification) {

        static final Selection FINDABLE_AND_VERIFYING = new Selection(REQUIRED, true, REQUIRED);
    }
}
