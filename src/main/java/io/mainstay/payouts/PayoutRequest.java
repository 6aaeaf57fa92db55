package io.mainstay.payouts;

import io.mainstay.money.Money;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/// What is to be withdrawn.
///
/// @param amount more than zero
/// @param destination the provider's token for one's bank account; never the account's number
@Schema(example = """
        {"amount": {"amount": 5000, "currency": "EUR"}, "destination": "acct_mine"}""")
record PayoutRequest(@NotNull Money amount,
        @NotNull @Pattern(regexp = "[a-z][a-z0-9]{0,20}_[A-Za-z0-9_]{1,200}", message = "must be the provider's token, such as acct_1A2b") String destination) {

    @Schema(hidden = true)
    @AssertTrue(message = "must be more than zero")
    boolean isAmountPositive() {
        return amount == null || amount.isPositive();
    }
}
