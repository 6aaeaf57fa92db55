package io.mainstay.providers;

import io.mainstay.money.Money;
import java.time.Instant;

/// Verified news from a provider. It may come twice, late, and in any order.
public sealed interface Announcement {

    /// The end, or a step, of an instruction.
    record OperationChanged(OperationId operation, Outcome outcome) implements Announcement {}

    /// A customer's bank takes a captured amount back, or decided about it.
    ///
    /// @param dispute the provider's name for it
    /// @param authorization the provider's reference for the authorization whose money is disputed
    /// @param state the provider's word after Stripe's: `needs_response`, `under_review`, `won`, `lost`,
    ///     `warning_needs_response`, `warning_under_review`, `warning_closed`
    /// @param at when the provider says that it changed
    record DisputeChanged(String dispute, String authorization, Money amount, String reason, String state, Instant at)
            implements
                Announcement {}

    /// Something that nobody here is interested in.
    record Ignored(String type) implements Announcement {}
}
