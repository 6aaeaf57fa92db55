package io.mainstay.notifications;

import io.mainstay.caller.AccountId;

/// `account.verificationRequested`, version 1.
///
/// @param token a secret: whoever has it is taken for the owner of the address
record VerificationRequested(AccountId accountId, String token) {

    @Override
    public String toString() {
        return "VerificationRequested[" + accountId + "]";
    }
}
