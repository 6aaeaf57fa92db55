package io.mainstay.payments;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.mainstay.money.Money;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.AssertTrue;
import org.jspecify.annotations.Nullable;

/// Held money that is to be taken.
///
/// @param amount more than zero, in the payment's currency; null: all that is held
/// @param last whether what is left is given back; true if it isn't said
@Schema(name = "CaptureRequest", example = """
        {"amount": {"amount": 1190, "currency": "EUR"}, "final": false}""")
record CaptureRequest(@Nullable Money amount, @JsonProperty("final") @Nullable Boolean last) {

    boolean isFinal() {
        return last == null || last;
    }

    @Schema(hidden = true)
    @AssertTrue(message = "must be more than zero")
    boolean isAmountPositive() {
        return amount == null || amount.isPositive();
    }
}
