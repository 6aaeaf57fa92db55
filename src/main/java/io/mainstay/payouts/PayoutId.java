package io.mainstay.payouts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import io.mainstay.providers.OperationId;
import java.util.UUID;

/// Identifies a payout: `payout_01h455vb4pex5vsknk084sn02q`.
record PayoutId(UUID value) {

    private static final String PREFIX = "payout";

    static PayoutId next() {
        return new PayoutId(TypeId.next());
    }

    /// @throws io.mainstay.ids.InvalidId if `text` is not a payout's id
    @JsonCreator
    public static PayoutId of(String text) {
        return new PayoutId(TypeId.decode(PREFIX, text));
    }

    /// The name under which the provider is told of it.
    OperationId operation() {
        return new OperationId(value);
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
