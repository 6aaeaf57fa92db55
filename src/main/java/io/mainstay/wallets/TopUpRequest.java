package io.mainstay.wallets;

import io.mainstay.money.Money;
import io.mainstay.payments.PaymentTerms;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Money for one's wallet.
///
/// @param amount more than zero, and not more than `mainstay.wallets.largest-top-up`
/// @param paymentMethod the provider's token; never a card number
/// @param returnUrl as when an order is paid
@Schema(example = """
        {"amount": {"amount": 5000, "currency": "EUR"}, "paymentMethod": "tok_4242"}""")
record TopUpRequest(@NotNull Money amount,
        @NotNull @Pattern(regexp = PaymentTerms.TOKEN, message = PaymentTerms.TOKEN_MESSAGE) String paymentMethod,
        @Nullable URI returnUrl) {

    @Schema(hidden = true)
    @AssertTrue(message = "must be more than zero")
    boolean isAmountPositive() {
        return amount == null || amount.isPositive();
    }

    @Schema(hidden = true)
    @AssertTrue(message = PaymentTerms.RETURN_MESSAGE)
    boolean isReturnUrlSafe() {
        return PaymentTerms.isSafe(returnUrl);
    }
}
