package io.mainstay.orders;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/// How to pay.
///
/// @param paymentMethod the provider's token, e.g. `tok_4242`. A card number is refused, and repeated nowhere.
@Schema(example = """
        {"paymentMethod": "tok_4242"}""")
record PayOrderRequest(
        @NotNull @Pattern(regexp = "(?!(?:.*\\d){12})[a-z]{1,10}_[A-Za-z0-9_]{1,100}", message = "must be a token of the payment provider, never a card number") String paymentMethod) {}
