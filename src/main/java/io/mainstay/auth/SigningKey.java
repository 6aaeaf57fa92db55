package io.mainstay.auth;

import com.nimbusds.jose.jwk.ECKey;
import java.time.Instant;

/// A key pair of the access tokens.
///
/// @param key with its private half, unless it's retired
record SigningKey(Standing standing, ECKey key) {

    enum State {
        /// Published, so that everybody knows it before it signs.
        PENDING,
        /// Signs.
        ACTIVE,
        /// Published until the last token that it signed has expired.
        RETIRED
    }

    /// @param since when it came into this state
    record Standing(String kid, State state, Instant createdAt, Instant since) {}

    boolean isActive() {
        return standing.state() == State.ACTIVE;
    }

    /// Without the private half.
    @Override
    public String toString() {
        return "SigningKey[" + standing + "]";
    }
}
