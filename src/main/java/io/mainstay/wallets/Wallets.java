package io.mainstay.wallets;

import io.mainstay.auth.Accounts;
import io.mainstay.caller.AccountId;
import io.mainstay.ids.TypeId;
import io.mainstay.ledger.Balance;
import io.mainstay.ledger.Balances;
import io.mainstay.ledger.Ledger;
import io.mainstay.ledger.LedgerOwner;
import io.mainstay.ledger.Transfer;
import io.mainstay.ledger.TransferId;
import io.mainstay.problem.Refusal;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What people have with the platform, and how it gets from one to another.
@Service
class Wallets {

    private final Ledger ledger;
    private final Balances balances;
    private final Accounts accounts;

    Wallets(Ledger ledger, Balances balances, Accounts accounts) {
        this.ledger = ledger;
        this.balances = balances;
        this.accounts = accounts;
    }

    /// One per currency in which the account ever had money, by currency.
    @Transactional(readOnly = true)
    public List<Balance> of(AccountId account) {
        return balances.allOf(LedgerOwner.of(account), WalletAccounts.WALLET);
    }

    /// Moves money to somebody else's wallet, which is opened if need be. One transfer, whose locks are taken in the
    /// ledger's order.
    ///
    /// @throws Refusal `unknown-recipient`, `transfer-to-oneself` (422), `insufficient-funds` (409)
    @Transactional(propagation = Propagation.MANDATORY)
    public TransferId transfer(AccountId from, WalletTransferRequest request) {
        if (request.to().equals(from)) {
            throw new Refusal(WalletProblems.TO_ONESELF, "Sender and recipient are the same account.");
        }
        if (accounts.contact(request.to()).isEmpty()) {
            throw new Refusal(WalletProblems.UNKNOWN_RECIPIENT, "No open account has this id.");
        }
        var currency = request.amount().currency();
        var sender = WalletAccounts.of(from, currency);
        var recipient = WalletAccounts.of(request.to(), currency);
        ledger.open(sender);
        ledger.open(recipient);
        var reference = "wallet-transfer:" + TypeId.next();
        return ledger.post(Transfer.of(reference, "Transfer between wallets").orderedBy(LedgerOwner.of(from))
                .metadata(request.message() == null ? Map.of() : Map.of("message", request.message()))
                .debit(sender, request.amount()).credit(recipient, request.amount()).balanced());
    }
}
