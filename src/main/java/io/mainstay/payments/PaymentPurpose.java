package io.mainstay.payments;

import io.mainstay.authorization.OwnedBy;
import io.mainstay.ledger.LedgerAccount;
import java.util.Optional;
import java.util.UUID;

/// Something that is paid for. It's told what became of a payment, in the transaction that records it, so that payments need
/// not know what they are for. (An event after the commit would leave a paid order unconfirmed when the process dies in
/// between.)
public interface PaymentPurpose {

    /// Stable, stored with each payment: `order`, `topUp`.
    String name();

    /// Takes the lock that comes before the payment's in the one order of locks: that of what is paid for.
    void lock(UUID subject);

    /// Whether it still waits for money.
    boolean isWanted(UUID subject);

    /// The money, or the first part of it, is there. Called once per payment, and only for what is wanted.
    void captured(UUID subject, PaymentId payment);

    /// Whether it can be paid in another way after a decline; otherwise the payment is cancelled by that.
    boolean isPayableAgain();

    /// The account of the ledger that gets what is captured, which is open. Empty: it's revenue and tax, and can be
    /// refunded; what somebody got on an account of theirs isn't.
    Optional<LedgerAccount> creditedTo(OwnedBy payer, String currency);
}
