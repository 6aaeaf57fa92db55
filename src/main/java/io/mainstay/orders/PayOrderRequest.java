package io.mainstay.orders;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.mainstay.payments.CaptureMethod;
import io.mainstay.payments.PaymentTerms;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// How to pay.
///
/// @param paymentMethod the provider's token, e.g. `tok_4242`, or `wallet`: out of one's own. A card number is refused, and
///     repeated nowhere.
/// @param captureMethod `automatic` (the standard): the money is taken at once; `manual`: it's held until it's captured
/// @param returnUrl where the customer comes back to who had to confirm the payment at the provider: https, or http on a
///     loopback address, up to 2000 characters. Without it, a payment that has to be confirmed is declined.
@Schema(example = """
        {"paymentMethod": "tok_4242", "returnUrl": "https://shop.example/orders/thanks"}""")
record PayOrderRequest(
        @NotNull @Pattern(regexp = WALLET + "|"
                + PaymentTerms.TOKEN, message = PaymentTerms.TOKEN_MESSAGE) String paymentMethod,
        @Nullable CaptureMethod captureMethod, @Nullable URI returnUrl) {

    static final String WALLET = "wallet";

    @JsonIgnore
    boolean isByWallet() {
        return paymentMethod.equals(WALLET);
    }

    CaptureMethod captures() {
        return captureMethod == null ? CaptureMethod.automatic : captureMethod;
    }

    @Schema(hidden = true)
    @AssertTrue(message = PaymentTerms.RETURN_MESSAGE)
    boolean isReturnUrlSafe() {
        return PaymentTerms.isSafe(returnUrl);
    }
}
