package io.mainstay.payouts;

import io.mainstay.caller.AccountId;
import io.mainstay.ledger.TransferId;
import io.mainstay.money.Money;
import io.mainstay.providers.Instruction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One withdrawal, as it's stored.
///
/// @param hold what keeps the amount on the wallet
/// @param posted what took it from there; null before it's paid
record Payout(PayoutId id, AccountId account, Money amount, String destination, String provider, PayoutStatus status,
        TransferId hold, @Nullable TransferId posted, @Nullable String failureCode, int checks, Instant createdAt,
        Instant updatedAt, long version) {

    Instruction.PayOut instruction() {
        return new Instruction.PayOut(id.operation(), amount, destination);
    }
}
