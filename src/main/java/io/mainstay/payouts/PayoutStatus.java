package io.mainstay.payouts;

import java.util.Set;

/// Where a payout stands. `payouts.legal_transition` holds the same machine, and a test compares the two.
enum PayoutStatus {
    pending, inTransit, paid, failed, reversed;

    /// The whole machine.
    Set<PayoutStatus> next() {
        return switch (this) {
            case pending -> Set.of(inTransit, failed);
            case inTransit -> Set.of(paid, failed);
            case paid -> Set.of(reversed);
            case failed, reversed -> Set.of();
        };
    }

    boolean isOpen() {
        return this == pending || this == inTransit;
    }
}
