package io.mainstay.notifications;

import io.mainstay.caller.AccountId;

/// `account.passwordChanged`, version 1.
record PasswordChanged(AccountId accountId) {}
