package io.mainstay.notifications;

import io.mainstay.caller.AccountId;
import java.time.Instant;

/// `account.signedInFromNewDevice`, version 1.
record SignedInFromNewDevice(AccountId accountId, String program, String address, Instant signedInAt) {

    /// Without personal data.
    @Override
    public String toString() {
        return "SignedInFromNewDevice[" + accountId + "]";
    }
}
