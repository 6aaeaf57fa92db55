package io.mainstay.auth;

import io.mainstay.caller.AccountId;

/// The message `account.passwordResetRequested`, version 1: someone has to get a mail with this token.
///
/// @param token lets its reader choose a new password; the mail's link is `/reset-password?token=…`
record PasswordResetRequested(AccountId accountId, String token) {

    static final String TYPE = "account.passwordResetRequested";
    static final int VERSION = 1;

    /// Without the secret.
    @Override
    public String toString() {
        return "PasswordResetRequested[accountId=" + accountId + "]";
    }
}
