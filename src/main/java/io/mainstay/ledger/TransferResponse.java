package io.mainstay.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mainstay.money.Money;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A transfer as clients see it.
///
/// @param status `posted`; of a hold `pending`, and then what its resolution has made of it: `posted`, `voided` or
///     `expired`; of such a resolution the same
/// @param expiresAt of a hold
/// @param resolves the hold that this posts, voids or ends
/// @param resolvedBy what has posted, voided or ended this hold
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "LedgerTransfer")
record TransferResponse(TransferId id, String reference, String description, Map<String, String> metadata,
        String status, Instant postedAt, @Nullable Instant expiresAt, @Nullable TransferId resolves,
        @Nullable TransferId resolvedBy, @Nullable TransferId reverses, @Nullable TransferId reversedBy,
        List<Entry> entries) {

    /// @param account its code
    /// @param ownerId whose account it is; absent for the platform's
    /// @param direction `debit` or `credit`
    /// @param layer `posted` moves money; `held` sets it aside and `released` gives that back
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "LedgerEntry")
    record Entry(LedgerAccountId accountId, String account, @Nullable String ownerId, String direction, Money amount,
            String layer) {}

    /// @param resolution how the hold was resolved; null for what isn't a hold or is open
    static String status(String phase, @Nullable String resolution) {
        return switch (resolution == null ? phase : resolution) {
            case "hold" -> "pending";
            case "void" -> "voided";
            case "expire" -> "expired";
            case "single", "post" -> "posted";
            case String unknown -> throw new IllegalStateException("a phase that nobody knows: " + unknown);
        };
    }
}
