package io.mainstay.orders;

import java.util.Set;

/// Where an order stands. `orders.legal_transition` holds the same machine, and a test compares the two.
enum OrderStatus {
    pendingPayment, confirmed, fulfilling, completed, onHold, expired, cancelled;

    /// The whole machine.
    Set<OrderStatus> next() {
        return switch (this) {
            case pendingPayment -> Set.of(confirmed, expired, cancelled);
            case confirmed -> Set.of(fulfilling, onHold, cancelled);
            case onHold -> Set.of(confirmed);
            case fulfilling -> Set.of(completed, cancelled);
            case completed, expired, cancelled -> Set.of();
        };
    }
}
