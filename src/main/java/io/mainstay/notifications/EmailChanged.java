package io.mainstay.notifications;

import io.mainstay.caller.AccountId;

/// `account.emailChanged`, version 1.
///
/// @param previousEmail where the news goes: not the account's address any more
record EmailChanged(AccountId accountId, String previousEmail, String name) {

    @Override
    public String toString() {
        return "EmailChanged[" + accountId + "]";
    }
}
