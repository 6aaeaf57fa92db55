package io.mainstay.securitylog;

import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One thing that happened to an account or a credential.
///
/// @param type e.g. `session.started`; see [SecurityEventType]
/// @param address where the request came from; null for what no request did
/// @param detail ids and names of what was touched
public record SecurityEvent(Id id, String type, Instant at, @Nullable String address, @Nullable String userAgent,
        Map<String, String> detail) {

    /// `securityevent_01h455vb4pex5vsknk084sn02q`.
    public record Id(UUID value) {

        @JsonValue
        @Override
        public String toString() {
            return TypeId.encode("securityevent", value);
        }
    }

    /// Without personal data.
    @Override
    public String toString() {
        return "SecurityEvent[" + id + ", " + type + "]";
    }
}
