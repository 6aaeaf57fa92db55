package io.mainstay.payments;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import java.util.UUID;

/// Identifies a payment: `payment_01h455vb4pex5vsknk084sn02q`.
public record PaymentId(UUID value) {

    private static final String PREFIX = "payment";

    static PaymentId next() {
        return new PaymentId(TypeId.next());
    }

    /// @throws io.mainstay.ids.InvalidId if `text` is not a payment's id
    @JsonCreator
    public static PaymentId of(String text) {
        return new PaymentId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
