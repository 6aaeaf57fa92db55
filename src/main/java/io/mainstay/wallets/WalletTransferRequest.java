package io.mainstay.wallets;

import io.mainstay.caller.AccountId;
import io.mainstay.money.Money;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/// Money for somebody else.
///
/// @param to whose wallet it goes to
/// @param amount more than zero
/// @param message for the recipient, up to 140 characters without control characters
@Schema(example = """
        {"to": "account_01h455vb4pex5vsknk084sn02q", "amount": {"amount": 1500, "currency": "EUR"},
         "message": "For the tickets"}""")
record WalletTransferRequest(@NotNull AccountId to, @NotNull Money amount,
        @Size(max = 140) @Pattern(regexp = "\\P{Cntrl}*") @Nullable String message) {

    @Schema(hidden = true)
    @AssertTrue(message = "must be more than zero")
    boolean isAmountPositive() {
        return amount == null || amount.isPositive();
    }
}
