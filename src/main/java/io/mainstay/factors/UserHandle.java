package io.mainstay.factors;

import io.mainstay.auth.Base64Url;
import io.mainstay.caller.AccountId;
import java.nio.ByteBuffer;

/// What an authenticator remembers an account by: the 16 bytes of its id, which say nothing of the person.
/// Source: WebAuthn Level 3, 14.6.1.
final class UserHandle {

    private UserHandle() {}

    static Base64Url of(AccountId account) {
        return Base64Url.of(ByteBuffer.allocate(2 * Long.BYTES).putLong(account.value().getMostSignificantBits())
                .putLong(account.value().getLeastSignificantBits()).array());
    }
}
