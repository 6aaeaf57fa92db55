package io.mainstay.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import java.util.UUID;

/// Identifies a product: `product_01h455vb4pex5vsknk084sn02q`.
public record ProductId(UUID value) {

    private static final String PREFIX = "product";

    static ProductId next() {
        return new ProductId(TypeId.next());
    }

    /// @throws io.mainstay.ids.InvalidId if `text` is no product's id
    @JsonCreator
    public static ProductId of(String text) {
        return new ProductId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
