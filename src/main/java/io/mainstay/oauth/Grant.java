package io.mainstay.oauth;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/// How a client may come to tokens. There is neither an implicit grant nor one with the user's password. Source:
/// RFC 9700, 2.1.2 and 2.4.
enum Grant {

    AUTHORIZATION_CODE("authorization_code", AuthorizationGrantType.AUTHORIZATION_CODE),
    CLIENT_CREDENTIALS("client_credentials", AuthorizationGrantType.CLIENT_CREDENTIALS),
    DEVICE_CODE("device_code", AuthorizationGrantType.DEVICE_CODE);

    private final String text;
    // a value that doesn't change, which its type doesn't say
    @SuppressWarnings("ImmutableEnumChecker")
    private final AuthorizationGrantType type;

    Grant(String text, AuthorizationGrantType type) {
        this.text = text;
        this.type = type;
    }

    /// @throws IllegalArgumentException if there is none of this name; the message is fit for clients
    @JsonCreator
    static Grant of(String text) {
        return Arrays.stream(values()).filter(grant -> grant.text.equals(text)).findAny()
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be authorization_code, client_credentials or device_code"));
    }

    AuthorizationGrantType type() {
        return type;
    }

    /// Whether a person allows it, who can be asked for longer access than one token's.
    boolean isDelegated() {
        return this != CLIENT_CREDENTIALS;
    }

    @JsonValue
    @Override
    public String toString() {
        return text;
    }
}
