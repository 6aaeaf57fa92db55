package io.mainstay.factors;

import io.mainstay.auth.Base64Url;
import io.mainstay.caller.AccountId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A registered passkey.
///
/// @param credential authenticator model, credential id and public key, as WebAuthn encodes them
/// @param signCount of the last use; 0 for authenticators that don't count
/// @param lastUsedAt null if it wasn't used yet
record Passkey(PasskeyId id, AccountId account, Base64Url credential, PasskeyName name, long signCount,
        boolean backupEligible, boolean backedUp, Instant createdAt, @Nullable Instant lastUsedAt) {}
