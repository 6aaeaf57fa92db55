package io.mainstay.notifications;

import io.mainstay.caller.AccountId;

/// `account.passwordResetRequested`, version 1.
///
/// @param token a secret: whoever has it can choose the account's password
record PasswordResetRequested(AccountId accountId, String token) {

    @Override
    public String toString() {
        return "PasswordResetRequested[" + accountId + "]";
    }
}
