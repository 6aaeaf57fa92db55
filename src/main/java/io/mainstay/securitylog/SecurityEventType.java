package io.mainstay.securitylog;

/// What can happen to an account. The text form is stable: it's stored, and it's shown to clients.
public enum SecurityEventType {

    SIGNED_IN("session.started"),
    SIGN_IN_FAILED("session.refused"),
    SESSION_ENDED("session.ended"),
    REFRESH_TOKEN_REUSED("session.reused"),
    PASSWORD_CHANGED("password.changed"),
    SESSION_CONFIRMED("session.confirmed"),
    CONFIRMATION_FAILED("session.confirmationRefused"),
    FACTOR_REFUSED("factor.refused"),
    FACTOR_ADDED("factor.added"),
    FACTOR_REMOVED("factor.removed"),
    PASSKEY_COPIED("passkey.counterWentBack"),
    RECOVERY_CODE_USED("recoveryCode.used"),
    RECOVERY_CODES_REPLACED("recoveryCodes.replaced");

    private final String text;

    SecurityEventType(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
