package io.mainstay.ledger;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import java.util.UUID;

/// Identifies an account of the ledger: `ledgeraccount_01h455vb4pex5vsknk084sn02q`.
public record LedgerAccountId(UUID value) {

    private static final String PREFIX = "ledgeraccount";

    /// @throws io.mainstay.ids.InvalidId if `text` is no such id
    @JsonCreator
    public static LedgerAccountId of(String text) {
        return new LedgerAccountId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
