package io.mainstay.auth;

import io.mainstay.caller.AccountId;

/// Another module that has a say when an account is closed: rows that must go at once go here, in the same transaction;
/// what may go later goes on `account.closed`.
public interface ClosingObserver {

    /// Called in the transaction that closes the account, whose row is locked; before anything is erased.
    ///
    /// @throws io.mainstay.problem.Refusal if it can't be closed now, which undoes all
    void closing(AccountId account);
}
