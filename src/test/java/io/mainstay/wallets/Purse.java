package io.mainstay.wallets;

import io.mainstay.caller.AccountId;
import io.mainstay.ledger.Ledger;
import io.mainstay.ledger.LedgerAccount;
import io.mainstay.ledger.LedgerAccount.Kind;
import io.mainstay.ledger.Transfer;
import io.mainstay.money.Money;
import java.util.UUID;
import org.springframework.transaction.support.TransactionTemplate;

/// Puts money into wallets, where a test isn't about how it gets there.
public record Purse(Ledger ledger, TransactionTemplate transaction) {

    public void fill(AccountId owner, Money amount) {
        transaction.executeWithoutResult(_ -> {
            var wallet = WalletAccounts.of(owner, amount.currency());
            ledger.open(wallet);
            var _ = ledger.post(Transfer.of("test:" + UUID.randomUUID(), "For a test")
                    .debit(new LedgerAccount("bank", Kind.ASSET, amount.currency()), amount).credit(wallet, amount)
                    .balanced());
        });
    }
}
