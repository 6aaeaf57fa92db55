package io.mainstay.payments;

import io.mainstay.authorization.OwnedBy;
import io.mainstay.money.Money;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// What is to be paid.
///
/// @param payer who pays, and for which organization
/// @param amount positive, tax included
/// @param tax the part of the amount that is tax
/// @param provider who collects it; null: the standard one
/// @param paymentMethod the provider's token for a card or account; never a card number
/// @param returnTo where a customer comes back to who had to confirm at the provider; null if nobody is there to confirm
public record NewPayment(PaidFor paidFor, OwnedBy payer, Money amount, Money tax, @Nullable String provider,
        String paymentMethod, CaptureMethod captureMethod, @Nullable URI returnTo) {}
