package io.mainstay.securitylog;

/// What can happen to an account. The text form is stable: it's stored, and it's shown to clients.
public enum SecurityEventType {

    SIGNED_IN("session.started"),
    SIGN_IN_FAILED("session.refused"),
    SESSION_ENDED("session.ended"),
    REFRESH_TOKEN_REUSED("session.reused"),
    PASSWORD_CHANGED("password.changed"),
    OAUTH_CLIENT_REGISTERED("oauthClient.registered"),
    OAUTH_CLIENT_CHANGED("oauthClient.changed"),
    OAUTH_CLIENT_SECRET_ROTATED("oauthClient.secretRotated"),
    OAUTH_CLIENT_DISABLED("oauthClient.disabled"),
    AUTHORIZATION_GIVEN("authorization.given"),
    AUTHORIZATION_ENDED("authorization.ended"),
    AUTHORIZATION_REUSED("authorization.reused"),
    IDENTITY_LINKED("identity.linked"),
    IDENTITY_UNLINKED("identity.unlinked");

    private final String text;

    SecurityEventType(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
