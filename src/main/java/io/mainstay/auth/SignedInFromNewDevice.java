package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import java.time.Instant;

/// The message `account.signedInFromNewDevice`, version 1: the account's owner has to hear of it, in case it was
/// somebody else.
///
/// @param program what kind of program it was, e.g. `Firefox on Windows`
record SignedInFromNewDevice(AccountId accountId, String program, String address, Instant signedInAt) {

    static final String TYPE = "account.signedInFromNewDevice";
    static final int VERSION = 1;

    /// Without personal data.
    @Override
    public String toString() {
        return "SignedInFromNewDevice[accountId=" + accountId + "]";
    }
}
