package io.mainstay.providers;

import io.mainstay.money.Money;
import java.util.Locale;
import java.util.Set;

/// Amounts as Stripe counts them: in ISO 4217's minor units, but for the Icelandic króna and the Ugandan shilling, which
/// have none and are counted in hundredths. Source: Stripe, "Supported currencies", special cases.
final class StripeAmount {

    private static final Set<String> COUNTED_IN_HUNDREDTHS = Set.of("ISK", "UGX");
    private static final long HUNDREDTHS = 100;

    private StripeAmount() {}

    /// @throws ArithmeticException if it doesn't fit
    static long of(Money money) {
        return COUNTED_IN_HUNDREDTHS.contains(money.currency())
                ? Math.multiplyExact(money.amount(), HUNDREDTHS)
                : money.amount();
    }

    static String currency(Money money) {
        return money.currency().toLowerCase(Locale.ROOT);
    }

    static Money money(long amount, String currency) {
        var code = currency.toUpperCase(Locale.ROOT);
        return Money.of(COUNTED_IN_HUNDREDTHS.contains(code) ? amount / HUNDREDTHS : amount, code);
    }
}
