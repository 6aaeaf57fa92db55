package io.mainstay.ledger;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import java.util.UUID;

/// Identifies a transfer: `transfer_01h455vb4pex5vsknk084sn02q`.
public record TransferId(UUID value) {

    private static final String PREFIX = "transfer";

    static TransferId next() {
        return new TransferId(TypeId.next());
    }

    /// @throws io.mainstay.ids.InvalidId if `text` is no transfer's id
    @JsonCreator
    public static TransferId of(String text) {
        return new TransferId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
