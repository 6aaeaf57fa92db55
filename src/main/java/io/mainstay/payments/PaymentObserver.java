package io.mainstay.payments;

import java.util.UUID;

/// Is told what became of a payment, in the transaction that records it. Whoever is paid implements it, so that
/// payments need not know what they are for. (An event after the commit would leave a paid order unconfirmed when the
/// process dies in between.)
public interface PaymentObserver {

    /// Takes the lock that comes before the payment's in the one order of locks: that of what is paid for.
    void lock(UUID orderId);

    /// Whether it still waits for money.
    boolean isWanted(UUID orderId);

    /// The money, or the first part of it, is there. Called once per payment, and only for what is wanted.
    void captured(UUID orderId, PaymentId payment);
}
