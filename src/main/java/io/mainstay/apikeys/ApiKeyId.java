package io.mainstay.apikeys;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import java.util.UUID;

/// Identifies an API key, and is the public beginning of it: `mk_01h455vb4pex5vsknk084sn02q`.
record ApiKeyId(UUID value) {

    static final String PREFIX = "mk";

    static ApiKeyId next() {
        return new ApiKeyId(TypeId.next());
    }

    /// @throws io.mainstay.ids.InvalidId if `text` is no key's id
    @JsonCreator
    public static ApiKeyId of(String text) {
        return new ApiKeyId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
