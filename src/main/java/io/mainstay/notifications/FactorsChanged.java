package io.mainstay.notifications;

import io.mainstay.caller.AccountId;

/// `account.factorsChanged`, version 1.
///
/// @param change which one: a reader may not know it
record FactorsChanged(AccountId accountId, String change) {}
