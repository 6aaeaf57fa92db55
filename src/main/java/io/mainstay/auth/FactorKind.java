package io.mainstay.auth;

import com.fasterxml.jackson.annotation.JsonValue;

/// With what a person can show who they are, beside the password. The text form is stable: it's stored, and it's shown to
/// clients.
public enum FactorKind {

    TOTP("totp"), PASSKEY("passkey"), RECOVERY_CODE("recoveryCode");

    private final String text;

    FactorKind(String text) {
        this.text = text;
    }

    @JsonValue
    @Override
    public String toString() {
        return text;
    }
}
