package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import org.jspecify.annotations.Nullable;

/// Who has shown to be whom.
///
/// @param passwordGeneration which of the account's passwords it was shown by, counted from 0: it must still be that one
/// when a session begins. Null if it wasn't by a password
record Proven(AccountId account, @Nullable Integer passwordGeneration) {

    static Proven otherwise(AccountId account) {
        return new Proven(account, null);
    }
}
