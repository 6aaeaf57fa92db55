package io.mainstay.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An account as clients see it.
///
/// @param ownerId an account's or an organization's; absent for the platform's own
/// @param kind `asset`, `liability`, `revenue`, `expense` or `equity`
/// @param floor below which what is available never goes, in minor units; absent if nothing limits it
/// @param balance absent in lists
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "LedgerAccount")
record AccountResponse(LedgerAccountId id, @Nullable String ownerId, String code, String kind, String currency,
        @Nullable Long floor, Instant openedAt, @Nullable Sums balance) {

    /// Minor units of the account's currency, as whole numbers of any size: those of a platform's account may leave 64
    /// bits.
    ///
    /// @param heldDebits held and neither posted nor released
    /// @param posted debits less credits or the other way round, on the normal side of the account's kind
    /// @param available `posted` less what is held to go out
    @Schema(name = "LedgerBalance")
    record Sums(BigInteger debits, BigInteger credits, BigInteger heldDebits, BigInteger heldCredits,
            BigInteger posted, BigInteger available) {

        static Sums of(Balance balance) {
            return new Sums(balance.debits(), balance.credits(), balance.heldDebits(), balance.heldCredits(),
                    balance.posted(), balance.available());
        }
    }
}
