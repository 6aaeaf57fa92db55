package io.mainstay.payments;

import java.util.UUID;

/// What a payment is for.
///
/// @param purpose the [PaymentPurpose]'s name
/// @param subject of that, e.g. the order's id; opaque here
public record PaidFor(String purpose, UUID subject) {}
