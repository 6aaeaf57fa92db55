package io.mainstay.notifications;

import io.mainstay.caller.AccountId;

/// `account.emailChangeRequested`, version 1.
///
/// @param newEmail where the link goes: not the account's address yet
/// @param token a secret: whoever has it is taken for the owner of the new address
record EmailChangeRequested(AccountId accountId, String newEmail, String name, String token) {

    @Override
    public String toString() {
        return "EmailChangeRequested[" + accountId + "]";
    }
}
