package io.mainstay.payments;

import io.mainstay.money.Money;

/// An amount to authorize and capture at once.
///
/// @param operation the authorization's id: the provider's idempotency key
/// @param paymentMethod the provider's token; never a card number
public record Charge(PaymentId payment, OperationId operation, Money amount, String paymentMethod) {}
