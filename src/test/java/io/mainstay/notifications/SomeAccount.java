package io.mainstay.notifications;

import io.mainstay.auth.Accounts;
import io.mainstay.caller.AccountId;

/// Somebody who can get mail.
record SomeAccount(AccountId id, String email) {

    static SomeAccount named(String name, Accounts accounts) {
        var email = AccountId.next() + "@example.org";
        return new SomeAccount(accounts.createVerified(email, "a password of somebody", name), email);
    }
}
