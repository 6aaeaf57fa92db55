package io.mainstay.organizations;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import java.util.UUID;

/// Identifies an invitation: `invitation_01h455vb4pex5vsknk084sn02q`. It is no secret: an invitation is accepted by who
/// owns the address.
record InvitationId(UUID value) {

    private static final String PREFIX = "invitation";

    static InvitationId next() {
        return new InvitationId(TypeId.next());
    }

    /// @throws io.mainstay.ids.InvalidId if `text` is no invitation's id
    @JsonCreator
    public static InvitationId of(String text) {
        return new InvitationId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
