package io.mainstay.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What one transfer did to an account, in minor units of its currency.
///
/// @param message by who ordered it, if there is one
/// @param heldDebits what it holds; negative for what it releases
/// @param balance what is posted after it, on the normal side of the account's kind
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "LedgerStatementLine")
public record StatementLine(TransferId transferId, String reference, String description, @Nullable String message,
        Instant postedAt, BigInteger debits,
        BigInteger credits, BigInteger heldDebits, BigInteger heldCredits, BigInteger balance) {}
