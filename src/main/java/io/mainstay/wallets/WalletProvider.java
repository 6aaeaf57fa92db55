package io.mainstay.wallets;

import io.mainstay.caller.AccountId;
import io.mainstay.ids.InvalidId;
import io.mainstay.ledger.Holds;
import io.mainstay.ledger.Ledger;
import io.mainstay.ledger.LedgerAccount;
import io.mainstay.ledger.LedgerOwner;
import io.mainstay.ledger.LedgerProblems;
import io.mainstay.ledger.Transfer;
import io.mainstay.ledger.TransferId;
import io.mainstay.money.Money;
import io.mainstay.problem.Refusal;
import io.mainstay.providers.Instruction;
import io.mainstay.providers.OperationId;
import io.mainstay.providers.Outcome;
import io.mainstay.providers.PaymentProvider;
import io.mainstay.rowsecurity.AllRows;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Pays out of wallets, as a card network pays out of cards: an authorization holds the amount, a capture posts what was
/// held, once, and a refund gives it back. So whatever payments can do with a card they can do with a wallet, and a crash
/// between any two steps is repaired the same way: each step is one transfer whose reference is the operation.
///
/// Its payment method is the id of the account whose wallet it is. While the database is away the outcome is unknown.
@Component
class WalletProvider implements PaymentProvider {

    static final String NAME = "wallet";
    /// The transaction is undone a second before.
    private static final Duration LONGEST_CALL = Duration.ofSeconds(5);
    private static final int TRANSACTION_SECONDS = 4;
    /// How long an authorization lasts, as with cards.
    private static final Duration LASTS = Duration.ofDays(7);
    private static final String AUTHORIZATION = "wallet-authorization:";
    private static final String CAPTURE = "wallet-capture:";
    private static final String REFUND = "wallet-refund:";
    private static final String NOTHING = "wallet-nothing:";

    private final Ledger ledger;
    private final Holds holds;
    private final AllRows rows;
    private final TransactionTemplate transaction;
    private final Clock clock;

    WalletProvider(Ledger ledger, Holds holds, AllRows rows, PlatformTransactionManager transactions, Clock clock) {
        this.ledger = ledger;
        this.holds = holds;
        this.rows = rows;
        this.transaction = new TransactionTemplate(transactions);
        transaction.setTimeout(TRANSACTION_SECONDS);
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String receivable() {
        return WalletAccounts.CLEARING;
    }

    @Override
    public boolean capturesInParts() {
        return false;
    }

    @Override
    public Duration longestCall() {
        return LONGEST_CALL;
    }

    @Override
    public Outcome submit(Instruction instruction) {
        try {
            return new Outcome.Succeeded(Objects.requireNonNull(transaction.execute(_ -> carryOut(instruction))));
        } catch (Refusal refused) {
            // a repeat finds what it did before
            return find(instruction).orElseGet(() -> new Outcome.Declined(code(refused)));
        } catch (InvalidId _) {
            return new Outcome.Declined("invalid_payment_method");
        } catch (DataAccessException | TransactionException away) {
            return new Outcome.Unknown(String.valueOf(away.getMessage()));
        }
    }

    @Override
    public Optional<Outcome> find(Instruction instruction) {
        try {
            return rows.read(() -> found(instruction)).map(Outcome.Succeeded::new);
        } catch (InvalidId _) {
            return Optional.empty();
        } catch (DataAccessException | TransactionException away) {
            return Optional.of(new Outcome.Unknown(String.valueOf(away.getMessage())));
        }
    }

    /// @return the reference of what was done
    private String carryOut(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Authorize authorize -> authorize(authorize);
            case Instruction.Capture capture -> capture(capture);
            case Instruction.Cancel cancel -> holds.release(Authorization.of(cancel.authorization()).hold()).toString();
            case Instruction.Refund refund -> refund(refund);
            case Instruction.PayOut _ -> throw new Refusal(LedgerProblems.UNKNOWN_ACCOUNT, "A wallet is no bank.");
        };
    }

    private String authorize(Instruction.Authorize authorize) {
        var owner = AccountId.of(authorize.paymentMethod());
        var wallet = WalletAccounts.of(owner, authorize.amount().currency());
        ledger.open(wallet);
        var hold = holds.hold(between(reference(authorize), wallet, authorize.amount(), owner),
                clock.instant().plus(LASTS));
        var authorization = new Authorization(owner, hold);
        if (authorize.capture()) {
            post(authorization, authorize.operation(), authorize.amount());
        }
        return authorization.toString();
    }

    /// What isn't captured goes back at once: a hold is resolved once, and so a wallet's payment is captured once.
    private String capture(Instruction.Capture capture) {
        return post(Authorization.of(capture.authorization()), capture.operation(), capture.amount());
    }

    private String post(Authorization authorization, OperationId operation, Money amount) {
        var wallet = WalletAccounts.of(authorization.owner(), amount.currency());
        return holds.post(authorization.hold(),
                between(CAPTURE + operation, wallet, amount, authorization.owner())).toString();
    }

    private String refund(Instruction.Refund refund) {
        var amount = refund.amount();
        return ledger.post(Transfer.of(reference(refund), "Refund to a wallet")
                .debit(WalletAccounts.clearing(amount.currency()), amount)
                .credit(WalletAccounts.of(Authorization.of(refund.authorization()).owner(), amount.currency()), amount)
                .balanced()).toString();
    }

    private static Transfer between(String reference, LedgerAccount wallet, Money amount, AccountId owner) {
        return Transfer.of(reference, "Payment out of a wallet").orderedBy(LedgerOwner.of(owner)).debit(wallet, amount)
                .credit(WalletAccounts.clearing(amount.currency()), amount).balanced();
    }

    private Optional<String> found(Instruction instruction) {
        return switch (instruction) {
            // whoever asks later need not know whose wallet it was
            case Instruction.Authorize authorize -> ledger.find(reference(authorize))
                    .map(hold -> new Authorization(ledger.orderedBy(hold).map(AccountId::new).orElseThrow(), hold)
                            .toString());
            case Instruction.Capture _,Instruction.Refund _ -> ledger.find(reference(instruction))
                    .map(TransferId::toString);
            // what has expired is free again, which is all that was wanted
            case Instruction.Cancel cancel -> {
                var hold = Authorization.of(cancel.authorization()).hold();
                yield ledger.find("void:" + hold).or(() -> ledger.find("expire:" + hold)).map(TransferId::toString);
            }
            case Instruction.PayOut _ -> Optional.empty();
        };
    }

    private static String reference(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Authorize _ -> AUTHORIZATION;
            case Instruction.Capture _ -> CAPTURE;
            case Instruction.Refund _ -> REFUND;
            case Instruction.Cancel _,Instruction.PayOut _ -> NOTHING;
        } + instruction.operation();
    }

    /// In the words of card networks, which clients know.
    private static String code(Refusal refused) {
        return refused.type().equals(LedgerProblems.INSUFFICIENT_FUNDS)
                ? "insufficient_funds"
                : refused.type().code().replace('-', '_');
    }

    /// What captures and refunds refer to.
    private record Authorization(AccountId owner, TransferId hold) {

        /// @throws InvalidId if it's none
        static Authorization of(String text) {
            var parts = text.split("\\.", 2);
            return new Authorization(AccountId.of(parts[0]), TransferId.of(parts.length == 2 ? parts[1] : ""));
        }

        @Override
        public String toString() {
            return owner + "." + hold;
        }
    }
}
