package io.mainstay.securitylog;

/// What can happen to an account. The text form is stable: it's stored, and it's shown to clients.
public enum SecurityEventType {

    SIGNED_IN("session.started"),
    SIGN_IN_FAILED("session.refused"),
    SESSION_ENDED("session.ended"),
    REFRESH_TOKEN_REUSED("session.reused"),
    PASSWORD_CHANGED("password.changed"),
    EMAIL_CHANGE_REQUESTED("email.changeRequested"),
    EMAIL_CHANGED("email.changed"),
    ACCOUNT_CLOSED("account.closed");

    private final String text;

    SecurityEventType(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
