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
    ACCOUNT_CLOSED("account.closed"),
    PASSWORD_REFUSED("password.refused"),
    PASSWORD_RESET_REQUESTED("password.resetRequested"),
    EMAIL_VERIFIED("email.verified"),
    SIGNING_KEY_PUBLISHED("signingKey.published"),
    SIGNING_KEYS_REPLACED("signingKey.replaced"),
    API_KEY_CREATED("apiKey.created"),
    API_KEY_ROTATED("apiKey.rotated"),
    API_KEY_REVOKED("apiKey.revoked"),
    API_KEY_USED_FROM_NEW_ADDRESS("apiKey.usedFromNewAddress"),
    SERVICE_ACCOUNT_CREATED("serviceAccount.created"),
    SERVICE_ACCOUNT_REMOVED("serviceAccount.removed"),
    SESSION_CONFIRMED("session.confirmed"),
    CONFIRMATION_FAILED("session.confirmationRefused"),
    FACTOR_REFUSED("factor.refused"),
    FACTOR_ADDED("factor.added"),
    FACTOR_REMOVED("factor.removed"),
    PASSKEY_COPIED("passkey.counterWentBack"),
    RECOVERY_CODE_USED("recoveryCode.used"),
    RECOVERY_CODES_REPLACED("recoveryCodes.replaced"),
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
