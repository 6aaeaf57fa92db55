package io.mainstay.notifications;

import io.mainstay.auth.Accounts;
import io.mainstay.auth.Contact;
import io.mainstay.caller.AccountId;

/// Somebody who can get mail.
record SomeAccount(AccountId id, String email) {

    static SomeAccount named(String name, Accounts accounts) {
        var id = AccountId.next();
        var email = id + "@example.org";
        accounts.put(id, new Contact(email, name));
        return new SomeAccount(id, email);
    }
}
