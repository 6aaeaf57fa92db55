package io.mainstay.factors;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What its owner sees of a passkey.
///
/// @param backedUp whether the authenticator says that copies of it exist, as those that are synchronised do
record PasskeyResponse(PasskeyId id, PasskeyName name, boolean backedUp, Instant createdAt,
        @Nullable Instant lastUsedAt) {

    static PasskeyResponse of(Passkey passkey) {
        return new PasskeyResponse(passkey.id(), passkey.name(), passkey.backedUp(), passkey.createdAt(),
                passkey.lastUsedAt());
    }
}
