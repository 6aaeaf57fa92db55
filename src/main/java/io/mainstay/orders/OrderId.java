package io.mainstay.orders;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import java.util.UUID;

/// Identifies an order: `order_01h455vb4pex5vsknk084sn02q`.
public record OrderId(UUID value) {

    private static final String PREFIX = "order";

    static OrderId next() {
        return new OrderId(TypeId.next());
    }

    /// @throws io.mainstay.ids.InvalidId if `text` is not an order's id
    @JsonCreator
    public static OrderId of(String text) {
        return new OrderId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
