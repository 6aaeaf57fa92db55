package io.mainstay.authorization;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import java.util.UUID;

/// Identifies an event of the audit log: `auditevent_01h455vb4pex5vsknk084sn02q`.
public record AuditEventId(UUID value) {

    private static final String PREFIX = "auditevent";

    /// @throws io.mainstay.ids.InvalidId if `text` is no event's id
    @JsonCreator
    public static AuditEventId of(String text) {
        return new AuditEventId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
