package io.mainstay.payments;

import io.mainstay.ledger.Ledger;
import io.mainstay.ledger.LedgerAccount;
import io.mainstay.ledger.LedgerAccount.Kind;
import io.mainstay.ledger.Transfer;
import io.mainstay.money.Money;
import io.mainstay.providers.OperationId;
import io.mainstay.providers.PaymentProviders;
import org.springframework.stereotype.Component;

/// What payments post to the ledger. The receivable is the provider's: `psp_receivable`, or `wallet_clearing`.
@Component
class Postings {

    private final Ledger ledger;
    private final PaymentProviders providers;
    private final Purposes purposes;

    Postings(Ledger ledger, PaymentProviders providers, Purposes purposes) {
        this.ledger = ledger;
        this.providers = providers;
        this.purposes = purposes;
    }

    /// Dr receivable / Cr revenue + tax_payable, or the account that the purpose credits.
    ///
    /// @param tax the part of the operation's amount that is tax
    void capture(Payment payment, Operation operation, Money tax) {
        var amount = payment.money(operation.amount());
        var transfer = Transfer.of("capture:" + operation.id(), "Capture of " + payment.id())
                .debit(receivable(payment.provider(), amount), amount);
        purposes.of(payment.paidFor()).creditedTo(payment.payer(), amount.currency()).ifPresentOrElse(
                account -> transfer.credit(account, amount),
                () -> transfer.credit(new LedgerAccount("revenue", Kind.REVENUE, amount.currency()), amount.minus(tax))
                        .credit(taxPayable(amount), tax));
        ledger.post(transfer.balanced());
    }

    /// Dr refunds + tax_payable / Cr receivable.
    ///
    /// @param tax as of [#capture]
    void refund(Payment payment, Operation operation, Money tax) {
        var amount = payment.money(operation.amount());
        ledger.post(Transfer.of("refund:" + operation.id(), "Refund of " + payment.id())
                .debit(new LedgerAccount("refunds", Kind.EXPENSE, amount.currency()), amount.minus(tax))
                .debit(taxPayable(amount), tax).credit(receivable(payment.provider(), amount), amount).balanced());
    }

    /// Dr receivable / Cr orphaned_money.
    void late(Payment payment, OperationId operation, Money amount) {
        ledger.post(Transfer.of("late:" + operation, "Late money of " + payment.id())
                .debit(receivable(payment.provider(), amount), amount).credit(orphaned(amount), amount).balanced());
    }

    /// Dr orphaned_money / Cr receivable.
    void lateReturn(String provider, OperationId operation, Money amount) {
        ledger.post(Transfer.of("late-return:" + operation, "Return of late money")
                .debit(orphaned(amount), amount).credit(receivable(provider, amount), amount).balanced());
    }

    private LedgerAccount receivable(String provider, Money amount) {
        return new LedgerAccount(providers.called(provider).receivable(), Kind.ASSET, amount.currency());
    }

    private static LedgerAccount taxPayable(Money amount) {
        return new LedgerAccount("tax_payable", Kind.LIABILITY, amount.currency());
    }

    private static LedgerAccount orphaned(Money amount) {
        return new LedgerAccount("orphaned_money", Kind.LIABILITY, amount.currency());
    }
}
