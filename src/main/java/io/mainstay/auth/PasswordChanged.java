package io.mainstay.auth;

import io.mainstay.caller.AccountId;

/// The message `account.passwordChanged`, version 1: the account's owner has to hear of it, in case it was somebody else.
record PasswordChanged(AccountId accountId) {

    static final String TYPE = "account.passwordChanged";
    static final int VERSION = 1;
}
