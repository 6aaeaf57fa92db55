package io.mainstay.orders;

import io.mainstay.payments.CaptureMethod;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How to pay.
///
/// @param paymentMethod the provider's token, e.g. `tok_4242`. A card number is refused, and repeated nowhere.
/// @param captureMethod `automatic` (the standard): the money is taken at once; `manual`: it's held until it's captured
/// @param returnUrl where the customer comes back to who had to confirm the payment at the provider: https, or http on a
///     loopback address, up to 2000 characters. Without it, a payment that has to be confirmed is declined.
@Schema(example = """
        {"paymentMethod": "tok_4242", "returnUrl": "https://shop.example/orders/thanks"}""")
record PayOrderRequest(
        @NotNull @Pattern(regexp = "(?!(?:.*\\d){12})[a-z]{1,10}_[A-Za-z0-9_]{1,100}", message = "must be a token of the payment provider, never a card number") String paymentMethod,
        @Nullable CaptureMethod captureMethod, @Nullable URI returnUrl) {

    private static final int MAX_URL = 2000;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    CaptureMethod captures() {
        return captureMethod == null ? CaptureMethod.automatic : captureMethod;
    }

    @Schema(hidden = true)
    @AssertTrue(message = "must be an https URL of up to 2000 characters, without a user or fragment")
    boolean isReturnUrlSafe() {
        return returnUrl == null || returnUrl.toString().length() <= MAX_URL && returnUrl.getHost() != null
                && returnUrl.getRawUserInfo() == null && returnUrl.getRawFragment() == null
                && ("https".equals(returnUrl.getScheme())
                        || "http".equals(returnUrl.getScheme()) && LOOPBACK.contains(returnUrl.getHost()));
    }
}
