package io.mainstay.notifications;

import io.mainstay.caller.AccountId;

/// `account.closed`, version 1.
record AccountClosed(AccountId accountId) {}
