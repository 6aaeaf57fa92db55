package io.mainstay.reconciliation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import java.util.UUID;

/// Identifies a break: `break_01h455vb4pex5vsknk084sn02q`.
record BreakId(UUID value) {

    private static final String PREFIX = "break";

    static BreakId next() {
        return new BreakId(TypeId.next());
    }

    /// @throws io.mainstay.ids.InvalidId if `text` is not a break's id
    @JsonCreator
    public static BreakId of(String text) {
        return new BreakId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
