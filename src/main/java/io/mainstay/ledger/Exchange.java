package io.mainstay.ledger;

import io.mainstay.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// An exchange of one currency for another: two balanced pairs of entries, each over the platform's `fx` account of its
/// currency, whose balances are what the platform has gained and risks.
///
/// Both amounts are given; nothing is rounded here. [#at] is how to get the second one from a rate.
///
/// @param from the account that is lowered, in the currency of `sold`
/// @param sold more than zero
/// @param to the account that is raised, in the currency of `bought`
/// @param bought more than zero
/// @param orderedBy as in [Transfer]
public record Exchange(String reference, String description, LedgerAccount from, Money sold, LedgerAccount to,
        Money bought, @Nullable LedgerOwner orderedBy) {

    /// @throws IllegalArgumentException if an amount isn't positive, or if it's one currency
    public Exchange {
        if (!sold.isPositive() || !bought.isPositive()) {
            throw new IllegalArgumentException("an exchange takes and gives more than zero");
        }
        if (sold.currency().equals(bought.currency())) {
            throw new IllegalArgumentException("an exchange is between two currencies");
        }
    }

    /// What an amount is worth in another currency, rounded down to its minor unit: nobody gets more than the rate says,
    /// and what is cut off stays with the platform.
    ///
    /// @param rate major units of `currency` for one major unit of the amount's, more than zero
    /// @throws ArithmeticException beyond the range of a long
    public static Money at(BigDecimal rate, Money amount, String currency) {
        if (rate.signum() <= 0) {
            throw new IllegalArgumentException("a rate is more than zero");
        }
        var decimals = Money.zero(currency).decimals();
        var worth = BigDecimal.valueOf(amount.amount(), amount.decimals()).multiply(rate)
                .setScale(decimals, RoundingMode.DOWN);
        return Money.of(worth.unscaledValue().longValueExact(), currency);
    }

    Transfer transfer() {
        var draft = Transfer.of(reference, description);
        if (orderedBy != null) {
            draft.orderedBy(orderedBy);
        }
        var fxSold = fx(sold.currency());
        var fxBought = fx(bought.currency());
        if (from.kind().growsByDebits()) {
            draft.debit(fxSold, sold).credit(from, sold);
        } else {
            draft.debit(from, sold).credit(fxSold, sold);
        }
        if (to.kind().growsByDebits()) {
            draft.debit(to, bought).credit(fxBought, bought);
        } else {
            draft.debit(fxBought, bought).credit(to, bought);
        }
        return draft.balanced();
    }

    static LedgerAccount fx(String currency) {
        return new LedgerAccount("fx", LedgerAccount.Kind.EQUITY, currency);
    }
}
