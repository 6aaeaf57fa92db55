package io.mainstay.disputes;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Where a dispute stands; the states are Stripe's. `disputes.legal_transition` holds the same machine, and a test compares
/// the two.
enum DisputeStatus {
    warningNeedsResponse, warningUnderReview, warningClosed, needsResponse, underReview, won, lost;

    /// The whole machine. It is told by announcements, of which some may be missed, so steps may be left out.
    Set<DisputeStatus> next() {
        return switch (this) {
            case warningNeedsResponse -> EnumSet.complementOf(EnumSet.of(warningNeedsResponse));
            case warningUnderReview -> EnumSet.of(warningClosed, needsResponse, underReview, won, lost);
            case needsResponse -> EnumSet.of(underReview, won, lost);
            case underReview -> EnumSet.of(needsResponse, won, lost);
            case warningClosed, won, lost -> Set.of();
        };
    }

    /// Whether the bank has taken the money: an inquiry asks first.
    boolean isWithdrawn() {
        return switch (this) {
            case needsResponse, underReview, won, lost -> true;
            case warningNeedsResponse, warningUnderReview, warningClosed -> false;
        };
    }

    boolean isEnd() {
        return next().isEmpty();
    }

    /// @param word the provider's, after Stripe's: `needs_response`
    /// @throws IllegalArgumentException if it's none
    static DisputeStatus of(String word) {
        var text = new StringBuilder();
        for (var part : word.split("_", -1)) {
            text.append(text.isEmpty() || part.isEmpty()
                    ? part
                    : part.substring(0, 1).toUpperCase(Locale.ROOT)
                            + part.substring(1));
        }
        return Arrays.stream(values()).filter(status -> status.name().contentEquals(text)).findAny()
                .orElseThrow(() -> new IllegalArgumentException("no state of a dispute: " + word));
    }
}
