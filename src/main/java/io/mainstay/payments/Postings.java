package io.mainstay.payments;

import io.mainstay.ledger.LedgerAccount;
import io.mainstay.ledger.LedgerAccount.Kind;
import io.mainstay.ledger.Transfer;
import io.mainstay.money.Money;

/// What captures and refunds post to the ledger.
final class Postings {

    private Postings() {}

    /// Dr psp_receivable / Cr revenue + tax_payable.
    ///
    /// @param tax the part of the operation's amount that is tax
    static Transfer capture(Payment payment, Operation operation, Money tax) {
        var amount = payment.money(operation.amount());
        var net = amount.minus(tax);
        var transfer = Transfer.of("capture:" + operation.id(), "Capture of " + payment.id())
                .debit(receivable(amount), amount);
        if (net.isPositive()) {
            transfer.credit(new LedgerAccount("revenue", Kind.REVENUE, amount.currency()), net);
        }
        if (tax.isPositive()) {
            transfer.credit(taxPayable(amount), tax);
        }
        return transfer.balanced();
    }

    /// Dr refunds + tax_payable / Cr psp_receivable.
    ///
    /// @param tax as of [#capture]
    static Transfer refund(Payment payment, Operation operation, Money tax) {
        var amount = payment.money(operation.amount());
        var net = amount.minus(tax);
        var transfer = Transfer.of("refund:" + operation.id(), "Refund of " + payment.id());
        if (net.isPositive()) {
            transfer.debit(new LedgerAccount("refunds", Kind.EXPENSE, amount.currency()), net);
        }
        if (tax.isPositive()) {
            transfer.debit(taxPayable(amount), tax);
        }
        return transfer.credit(receivable(amount), amount).balanced();
    }

    private static LedgerAccount receivable(Money amount) {
        return new LedgerAccount("psp_receivable", Kind.ASSET, amount.currency());
    }

    private static LedgerAccount taxPayable(Money amount) {
        return new LedgerAccount("tax_payable", Kind.LIABILITY, amount.currency());
    }
}
