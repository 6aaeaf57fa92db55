package io.mainstay.payments;

import jakarta.persistence.Embeddable;
import java.math.BigInteger;

/// How much of a payment has moved and is moving, in minor units of its currency. It follows from the payment's operations;
/// PostgreSQL compares the two at COMMIT (`operations_add_up`) and holds the bounds (`captures_within_amount`,
/// `refunded_within_captured`).
@Embeddable
@SuppressWarnings("UnusedVariable") // some columns are only written
class Sums {

    private long authorized;

    private long captured;

    private long capturePending;

    private long refunded;

    private long refundPending;

    private long disputeLost;

    /// Counts an operation that isn't done, so that others can't take the same money.
    void begin(OperationKind kind, long amount) {
        switch (kind) {
            case capture -> capturePending += amount;
            case refund -> refundPending += amount;
            case authorize, voiding -> {}
        }
    }

    void succeed(OperationKind kind, long amount) {
        fail(kind, amount);
        switch (kind) {
            case authorize -> authorized += amount;
            case capture -> captured += amount;
            case refund -> refunded += amount;
            case voiding -> {}
        }
    }

    void fail(OperationKind kind, long amount) {
        switch (kind) {
            case capture -> capturePending -= amount;
            case refund -> refundPending -= amount;
            case authorize, voiding -> {}
        }
    }

    /// A bank keeps it.
    ///
    /// @param amount at most [#refundable]
    void lose(long amount) {
        disputeLost += amount;
    }

    /// What is held and neither taken nor being taken.
    long capturable() {
        return authorized - captured - capturePending;
    }

    /// What can still be paid back: what was captured, less refunds, those under way included, and lost disputes.
    long refundable() {
        return Math.max(0, captured - refunded - refundPending - disputeLost);
    }

    long captured() {
        return captured;
    }

    long refunded() {
        return refunded;
    }

    /// The tax in the next part to be captured, so that all parts together have the tax of the whole, to the unit.
    ///
    /// @param tax in the whole amount
    long taxOfCapture(long part, long amount, long tax) {
        return share(tax, captured + part, amount) - share(tax, captured, amount);
    }

    /// The tax in the next part to be paid back, so that all refunds together have the tax that was captured.
    long taxOfRefund(long part, long amount, long tax) {
        var capturedTax = share(tax, captured, amount);
        return share(capturedTax, refunded + part, captured) - share(capturedTax, refunded, captured);
    }

    private static long share(long of, long part, long whole) {
        return whole == 0
                ? 0
                : BigInteger.valueOf(of).multiply(BigInteger.valueOf(part)).divide(BigInteger.valueOf(whole))
                        .longValueExact();
    }
}
