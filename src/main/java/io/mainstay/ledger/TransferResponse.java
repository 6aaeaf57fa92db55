package io.mainstay.ledger;

import io.mainstay.money.Money;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/// A posted transfer as clients see it.
@Schema(name = "LedgerTransfer")
record TransferResponse(TransferId id, String reference, String description, Instant postedAt, List<Entry> entries) {

    /// @param direction `debit` or `credit`
    @Schema(name = "LedgerEntry")
    record Entry(String account, String direction, Money amount) {}
}
