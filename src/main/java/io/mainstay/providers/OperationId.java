package io.mainstay.providers;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import java.util.UUID;

/// Identifies one thing that a provider was asked to do: `operation_01h455vb4pex5vsknk084sn02q`.
public record OperationId(UUID value) {

    private static final String PREFIX = "operation";

    public static OperationId next() {
        return new OperationId(TypeId.next());
    }

    /// @throws io.mainstay.ids.InvalidId if `text` is not an operation on a payment's id
    @JsonCreator
    public static OperationId of(String text) {
        return new OperationId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
