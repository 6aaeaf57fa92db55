package io.mainstay.payments;

import io.mainstay.money.Money;
import java.time.Instant;

/// An amount to authorize and capture at once.
///
/// @param operation the authorization's id: the provider's idempotency key
/// @param paymentMethod the provider's token; never a card number
/// @param sendBefore a charge that was held up for longer isn't sent any more: the repair job may have given it up
public record Charge(PaymentId payment, OperationId operation, Money amount, String paymentMethod,
        Instant sendBefore) {}
