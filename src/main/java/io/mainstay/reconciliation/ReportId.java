package io.mainstay.reconciliation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import java.util.UUID;

/// Identifies a settlement report: `settlementreport_01h455vb4pex5vsknk084sn02q`.
record ReportId(UUID value) {

    private static final String PREFIX = "settlementreport";

    static ReportId next() {
        return new ReportId(TypeId.next());
    }

    /// @throws io.mainstay.ids.InvalidId if `text` is not a settlement report's id
    @JsonCreator
    public static ReportId of(String text) {
        return new ReportId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
