package io.mainstay.auth;

import io.mainstay.caller.AccountId;

/// The message `account.verificationRequested`, version 1: someone has to get a mail with this token.
///
/// @param token proves that its reader owns the mailbox; the mail's link is `/verify-email?token=…`
record VerificationRequested(AccountId accountId, String token) {

    static final String TYPE = "account.verificationRequested";
    static final int VERSION = 1;

    /// Without the secret.
    @Override
    public String toString() {
        return "VerificationRequested[accountId=" + accountId + "]";
    }
}
