package io.mainstay.wallets;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mainstay.ledger.StatementLine;
import io.mainstay.ledger.TransferId;
import io.mainstay.money.Money;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What one transfer did to a wallet.
///
/// @param change what came in; less than zero for what went out
/// @param held what was set aside; less than zero for what that was undone of
/// @param balance after it, what is set aside included
/// @param message by who sent it
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "WalletEntry")
record WalletEntry(TransferId transferId, String description, @Nullable String message, Money change, Money held,
        Money balance, Instant postedAt) {

    static WalletEntry of(StatementLine line, String currency) {
        return new WalletEntry(line.transferId(), line.description(), line.message(),
                money(line.credits().subtract(line.debits()), currency),
                money(line.heldDebits().subtract(line.heldCredits()), currency), money(line.balance(), currency),
                line.postedAt());
    }

    private static Money money(BigInteger amount, String currency) {
        return Money.of(amount.longValueExact(), currency);
    }
}
