package io.mainstay.payments;

import io.mainstay.money.Money;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/// Money that is to go back.
///
/// @param amount more than zero, in the payment's currency; null: all that is left
/// @param reason for those who look into it later, up to 200 characters without control characters; customers don't see it
@Schema(example = """
        {"amount": {"amount": 1190, "currency": "EUR"}, "reason": "One of two arrived broken"}""")
record RefundRequest(@Nullable Money amount,
        @NotNull @Pattern(regexp = "\\P{Cntrl}{1,200}", message = "must be 1 to 200 characters, none of them control characters") String reason) {

    @Schema(hidden = true)
    @AssertTrue(message = "must be more than zero")
    boolean isAmountPositive() {
        return amount == null || amount.isPositive();
    }
}
