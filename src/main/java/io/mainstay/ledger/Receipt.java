package io.mainstay.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mainstay.problem.Refusal;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of a request for a transfer; the transfer itself is read by its id.
///
/// @param status `posted`, `pending` for a hold, `voided`, or `refused`
/// @param id absent if it was refused
/// @param problem why it was refused
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "LedgerReceipt")
record Receipt(@Nullable TransferId id, String status, @Nullable Reason problem) {

    @Schema(name = "LedgerRefusal")
    record Reason(String code, String detail) {}

    /// @param data in the order of the request
    @Schema(name = "LedgerReceipts")
    record Several(List<Receipt> data) {}

    static Receipt of(TransferId id, String status) {
        return new Receipt(id, status, null);
    }

    static Receipt of(Refusal refusal) {
        return new Receipt(null, "refused", new Reason(refusal.type().code(), refusal.detail()));
    }

    static Receipt of(Ledger.Outcome outcome) {
        return switch (outcome) {
            case Ledger.Outcome.Posted(TransferId id) -> of(id, "posted");
            case Ledger.Outcome.Refused(Refusal why) -> of(why);
        };
    }
}
