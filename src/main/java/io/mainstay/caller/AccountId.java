package io.mainstay.caller;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mainstay.ids.TypeId;
import java.util.UUID;

/// Identifies an account: `account_01h455vb4pex5vsknk084sn02q`.
public record AccountId(UUID value) {

    private static final String PREFIX = "account";

    public static AccountId next() {
        return new AccountId(TypeId.next());
    }

    /// @throws io.mainstay.ids.InvalidId if `text` is no account's id
    @JsonCreator
    public static AccountId of(String text) {
        return new AccountId(TypeId.decode(PREFIX, text));
    }

    @JsonValue
    @Override
    public String toString() {
        return TypeId.encode(PREFIX, value);
    }
}
