package io.mainstay.providers;

import io.mainstay.money.Money;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// What a provider is asked to do. It can be rebuilt from what is stored, so that the provider can be asked about it
/// after a crash.
public sealed interface Instruction {

    /// The provider's idempotency key, and its name for us in reports.
    OperationId operation();

    /// Positive.
    Money amount();

    /// Reserves an amount on a payment method.
    ///
    /// @param paymentMethod the provider's token; never a card number
    /// @param capture whether to take the whole amount at once
    /// @param returnTo where a customer comes back to who had to confirm; null if nobody is there to confirm
    record Authorize(OperationId operation, Money amount, String paymentMethod, boolean capture,
            @Nullable URI returnTo) implements Instruction {}

    /// Takes an amount that was authorized, or a part of it.
    ///
    /// @param authorization the provider's reference for the authorization
    /// @param last whether the rest is given back
    record Capture(OperationId operation, Money amount, String authorization, boolean last) implements Instruction {}

    /// Gives an authorized amount back.
    ///
    /// @param amount what was authorized and not captured
    /// @param authorization the provider's reference for the authorization
    record Cancel(OperationId operation, Money amount, String authorization) implements Instruction {}

    /// Pays captured money back.
    ///
    /// @param authorization the provider's reference for the authorization that the money was captured by
    record Refund(OperationId operation, Money amount, String authorization) implements Instruction {}

    /// Pays money out of the platform's balance at the provider.
    ///
    /// @param destination the provider's token for a bank account; never an account number
    record PayOut(OperationId operation, Money amount, String destination) implements Instruction {}
}
