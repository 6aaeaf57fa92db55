package io.mainstay.caller;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import java.util.UUID;

/// Identifies an organization, which accounts act for: `organization_01h455vb4pex5vsknk084sn02q`.
public record OrganizationId(UUID value) {

    private static final String PREFIX = "organization";

    public static OrganizationId next() {
        return new OrganizationId(TypeId.next());
    }

    /// @throws io.mainstay.ids.InvalidId if `text` is no organization's id
    @JsonCreator
    public static OrganizationId of(String text) {
        return new OrganizationId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
