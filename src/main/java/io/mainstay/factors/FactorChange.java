package io.mainstay.factors;

import io.mainstay.securitylog.SecurityEventType;

/// What can happen to an account's factors. The text form is stable: it's sent to other modules.
enum FactorChange {

    TOTP_ADDED("totpAdded", SecurityEventType.FACTOR_ADDED),
    TOTP_REMOVED("totpRemoved", SecurityEventType.FACTOR_REMOVED),
    PASSKEY_ADDED("passkeyAdded", SecurityEventType.FACTOR_ADDED),
    PASSKEY_REMOVED("passkeyRemoved", SecurityEventType.FACTOR_REMOVED),
    RECOVERY_CODE_USED("recoveryCodeUsed", SecurityEventType.RECOVERY_CODE_USED),
    RECOVERY_CODES_REPLACED("recoveryCodesReplaced", SecurityEventType.RECOVERY_CODES_REPLACED);

    private final String text;
    private final SecurityEventType event;

    FactorChange(String text, SecurityEventType event) {
        this.text = text;
        this.event = event;
    }

    SecurityEventType event() {
        return event;
    }

    @Override
    public String toString() {
        return text;
    }
}
