package io.mainstay.wallets;

import io.mainstay.auth.Accounts;
import io.mainstay.caller.AccountId;
import io.mainstay.ids.TypeId;
import io.mainstay.ledger.Balance;
import io.mainstay.ledger.Balances;
import io.mainstay.ledger.Ledger;
import io.mainstay.ledger.LedgerOwner;
import io.mainstay.ledger.StatementLine;
import io.mainstay.ledger.Statements;
import io.mainstay.ledger.Transfer;
import io.mainstay.ledger.TransferId;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.problem.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What people have with the platform, and how it gets from one to another.
@Service
class Wallets {

    private static final Instant FOREVER = Instant.parse("9999-12-31T23:59:59Z");

    private final Ledger ledger;
    private final Balances balances;
    private final Accounts accounts;
    private final Statements statements;

    Wallets(Ledger ledger, Balances balances, Accounts accounts, Statements statements) {
        this.ledger = ledger;
        this.balances = balances;
        this.accounts = accounts;
        this.statements = statements;
    }

    /// One per currency in which the account ever had money, by currency.
    @Transactional(readOnly = true)
    public List<Balance> of(AccountId account) {
        return balances.allOf(LedgerOwner.of(account), WalletAccounts.WALLET);
    }

    /// What became of a wallet, newest first; nothing if the account never had one in this currency.
    @Transactional(readOnly = true)
    public Page<StatementLine> entries(AccountId account, String currency, PageRequest page) {
        return statements.of(WalletAccounts.of(account, currency).id(), Instant.EPOCH, FOREVER, page)
                .orElseGet(() -> new Page<>(List.of(), null));
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
