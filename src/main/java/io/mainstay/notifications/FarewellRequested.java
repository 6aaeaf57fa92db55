package io.mainstay.notifications;

import io.mainstay.caller.AccountId;

/// `account.farewellRequested`, version 1.
///
/// @param email what the account held until it was closed
record FarewellRequested(AccountId accountId, String email, String name) {

    @Override
    public String toString() {
        return "FarewellRequested[" + accountId + "]";
    }
}
