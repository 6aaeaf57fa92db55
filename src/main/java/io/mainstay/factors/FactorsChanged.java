package io.mainstay.factors;

import io.mainstay.caller.AccountId;

/// The message `account.factorsChanged`, version 1: the account's owner has to hear of it, in case it was somebody else.
record FactorsChanged(AccountId accountId, String change) {

    static final String TYPE = "account.factorsChanged";
    static final int VERSION = 1;
}
