package io.mainstay.authorization;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import java.util.UUID;

/// Identifies a role binding: `binding_01h455vb4pex5vsknk084sn02q`.
public record BindingId(UUID value) {

    private static final String PREFIX = "binding";

    static BindingId next() {
        return new BindingId(TypeId.next());
    }

    /// @throws io.mainstay.ids.InvalidId if `text` is no binding's id
    @JsonCreator
    public static BindingId of(String text) {
        return new BindingId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
