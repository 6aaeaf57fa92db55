package io.mainstay.reconciliation;

import io.mainstay.ids.InvalidId;
import io.mainstay.money.Money;
import io.mainstay.providers.OperationId;
import java.time.Instant;
import java.util.Optional;

/// One line of a report.
///
/// @param number in the file, the header being 1
/// @param id the provider's name for it, the same in each report
/// @param operation what it is about, as the provider was told; may be nothing of ours
/// @param amount gross
/// @param fee what the provider keeps; of the same currency, at most the amount
/// @param at by the provider's clock
record Line(int number, String id, Type type, String operation, Money amount, Money fee, Instant at) {

    /// Anything but captures and refunds is `other`: it's put aside for a person.
    enum Type {
        capture, refund, other
    }

    Optional<OperationId> ours() {
        try {
            return Optional.of(OperationId.of(operation));
        } catch (InvalidId _) {
            return Optional.empty();
        }
    }
}
