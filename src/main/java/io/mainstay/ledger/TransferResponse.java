package io.mainstay.ledger;

import io.mainstay.money.Money;
import java.time.Instant;
import java.util.List;

/// A posted transfer as clients see it.
record TransferResponse(TransferId id, String reference, String description, Instant postedAt, List<Entry> entries) {

    /// @param direction `debit` or `credit`
    record Entry(String account, String direction, Money amount) {}
}
