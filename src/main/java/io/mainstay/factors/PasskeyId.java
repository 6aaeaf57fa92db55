package io.mainstay.factors;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import java.util.UUID;

/// Identifies a passkey: `passkey_01h455vb4pex5vsknk084sn02q`.
record PasskeyId(UUID value) {

    private static final String PREFIX = "passkey";

    static PasskeyId next() {
        return new PasskeyId(TypeId.next());
    }

    /// @throws io.mainstay.ids.InvalidId if `text` is no passkey's id
    @JsonCreator
    public static PasskeyId of(String text) {
        return new PasskeyId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
