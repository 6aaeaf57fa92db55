package io.mainstay.disputes;

import io.mainstay.money.Money;
import io.mainstay.payments.PaymentId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/// A captured amount that a customer's bank takes back, or asks about.
///
/// @param amount what is disputed; up to what was captured
/// @param reason in the provider's words, e.g. `fraudulent`
/// @param reference the provider's name for it
/// @param status `needsResponse`, `underReview`, `won`, `lost`; while the bank only asks, `warningNeedsResponse`,
///     `warningUnderReview`, `warningClosed`
/// @param openedAt when it was heard of first
/// @param changedAt when the provider says that it changed
@Schema(name = "Dispute")
record Dispute(DisputeId id, PaymentId paymentId, String provider, String reference, Money amount, String reason,
        DisputeStatus status, Instant openedAt, Instant changedAt) {}
