package io.mainstay.ledger;

import io.mainstay.money.Money;
import java.math.BigInteger;

/// An account's sums. A platform account's may be beyond the range of a long, since nothing limits how often it is posted
/// to; an owner's never is.
///
/// @param debits posted, minor units of the account's currency; never negative, like the others
/// @param heldDebits held and neither posted nor released yet
public record Balance(LedgerAccount account, BigInteger debits, BigInteger credits, BigInteger heldDebits,
        BigInteger heldCredits) {

    /// What was posted, on the account's normal side.
    public BigInteger posted() {
        return account.kind().growsByDebits() ? debits.subtract(credits) : credits.subtract(debits);
    }

    /// What was posted, less what is held to go out. What is held to come in isn't there yet.
    public BigInteger available() {
        return posted().subtract(account.kind().growsByDebits() ? heldCredits : heldDebits);
    }

    /// [#available] of an owner's account.
    ///
    /// @throws ArithmeticException if it is beyond the range of a long, as only the platform's can be
    public Money availableMoney() {
        return Money.of(available().longValueExact(), account.currency());
    }
}
