package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import java.time.Instant;

/// What an account's owner sees of it.
record Account(AccountId id, String email, String name, Instant createdAt, long version) {

    /// Without personal data.
    @Override
    public String toString() {
        return "Account[id=" + id + "]";
    }
}
