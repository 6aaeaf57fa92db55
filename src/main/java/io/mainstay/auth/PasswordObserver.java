package io.mainstay.auth;

import io.mainstay.caller.AccountId;

/// Another module through which somebody who knew an account's password may have let others in.
public interface PasswordObserver {

    /// Called in the transaction that replaces the password: whoever was let in with the old one must be out.
    void replaced(AccountId account);
}
