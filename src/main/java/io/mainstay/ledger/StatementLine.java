package io.mainstay.ledger;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigInteger;
import java.time.Instant;

/// What one transfer did to an account, in minor units of its currency.
///
/// @param heldDebits what it holds; negative for what it releases
/// @param balance what is posted after it, on the normal side of the account's kind
@Schema(name = "LedgerStatementLine")
record StatementLine(TransferId transferId, String reference, String description, Instant postedAt, BigInteger debits,
        BigInteger credits, BigInteger heldDebits, BigInteger heldCredits, BigInteger balance) {}
