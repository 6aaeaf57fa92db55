package io.mainstay.jobs;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import java.util.UUID;

/// Identifies a job: `job_01h455vb4pex5vsknk084sn02q`.
public record JobId(UUID value) {

    private static final String PREFIX = "job";

    static JobId next() {
        return new JobId(TypeId.next());
    }

    /// @throws io.mainstay.ids.InvalidId if `text` is not a job's id
    @JsonCreator
    public static JobId of(String text) {
        return new JobId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
