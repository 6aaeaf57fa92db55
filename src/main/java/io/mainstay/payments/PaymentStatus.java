package io.mainstay.payments;

import java.util.Set;

/// Where a payment stands; the names are Stripe's. `payments.legal_transition` holds the same machine, and a test
/// compares the two.
enum PaymentStatus {
    requiresPaymentMethod, requiresAction, processing, requiresCapture, succeeded, canceled, review;

    /// The whole machine.
    Set<PaymentStatus> next() {
        return switch (this) {
            case requiresPaymentMethod -> Set.of(processing, canceled);
            case requiresAction ->
                Set.of(processing, requiresPaymentMethod, requiresCapture, succeeded, canceled, review);
            case processing -> Set.of(requiresAction, requiresPaymentMethod, requiresCapture, succeeded, review);
            case requiresCapture -> Set.of(succeeded, canceled, review);
            case review -> Set.of(succeeded, canceled);
            case succeeded, canceled -> Set.of();
        };
    }
}
