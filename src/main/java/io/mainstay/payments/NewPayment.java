package io.mainstay.payments;

import io.mainstay.authorization.OwnedBy;
import io.mainstay.money.Money;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is to be paid.
///
/// @param orderId what it's for; opaque here
/// @param payer who pays, and for which organization
/// @param amount positive, tax included
/// @param tax the part of the amount that is tax
/// @param paymentMethod the provider's token for a card or account; never a card number
/// @param returnTo where a customer comes back to who had to confirm at the provider; null if nobody is there to confirm
public record NewPayment(UUID orderId, OwnedBy payer, Money amount, Money tax, String paymentMethod,
        CaptureMethod captureMethod, @Nullable URI returnTo) {}
