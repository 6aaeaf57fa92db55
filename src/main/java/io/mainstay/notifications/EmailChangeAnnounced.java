package io.mainstay.notifications;

import io.mainstay.caller.AccountId;

/// `account.emailChangeAnnounced`, version 1.
record EmailChangeAnnounced(AccountId accountId) {}
