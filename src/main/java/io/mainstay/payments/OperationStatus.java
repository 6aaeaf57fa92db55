package io.mainstay.payments;

import java.util.Set;

/// Where one attempt at the provider stands. `payments.legal_transition` holds the same machine, and a test compares
/// the two.
enum OperationStatus {
    created, submitting, succeeded, failed, unknown, needsReview;

    /// The whole machine. `unknown` is left by the repair job or a verified webhook alone.
    Set<OperationStatus> next() {
        return switch (this) {
            case created -> Set.of(submitting, failed);
            case submitting -> Set.of(succeeded, failed, unknown);
            case unknown -> Set.of(succeeded, failed, needsReview);
            case needsReview -> Set.of(succeeded, failed);
            case succeeded, failed -> Set.of();
        };
    }

    /// Whether money may be moving right now.
    boolean isOpen() {
        return this == submitting || this == unknown || this == needsReview;
    }
}
