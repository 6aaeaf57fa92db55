package io.mainstay.oauth;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.InvalidId;
import io.mainstay.ids.TypeId;
import java.util.Optional;
import java.util.UUID;

/// Identifies a client, and is its `client_id`: `client_01h455vb4pex5vsknk084sn02q`.
record ClientId(UUID value) {

    private static final String PREFIX = "client";

    static ClientId next() {
        return new ClientId(TypeId.next());
    }

    /// @throws InvalidId if `text` is no client's id
    @JsonCreator
    public static ClientId of(String text) {
        return new ClientId(TypeId.decode(PREFIX, text));
    }

    static Optional<ClientId> parse(String text) {
        try {
            return Optional.of(of(text));
        } catch (InvalidId _) {
            return Optional.empty();
        }
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
