package io.mainstay.disputes;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import java.util.UUID;

/// Identifies a dispute: `dispute_01h455vb4pex5vsknk084sn02q`.
record DisputeId(UUID value) {

    private static final String PREFIX = "dispute";

    static DisputeId next() {
        return new DisputeId(TypeId.next());
    }

    /// @throws io.mainstay.ids.InvalidId if `text` is not a dispute's id
    @JsonCreator
    public static DisputeId of(String text) {
        return new DisputeId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
