package io.mainstay.payments;

import java.time.Clock;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Ends what is owed for something that nobody wants any more: what is held is released, what was captured is paid back,
/// both soon after the commit, in that order.
@Service
class GivingBack {

    private final PaymentRepository payments;
    private final Voids voids;
    private final Refunds refunds;
    private final Clock clock;

    GivingBack(PaymentRepository payments, Voids voids, Refunds refunds, Clock clock) {
        this.payments = payments;
        this.voids = voids;
        this.refunds = refunds;
        this.clock = clock;
    }

    /// The caller holds the lock on what is paid for.
    ///
    /// @param reason of a refund, 1 to 200 characters
    /// @return false if something has no outcome yet; nothing is changed then
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean all(UUID subject, String reason) {
        var payment = payments.lockLiveOf(subject).orElse(null);
        return payment == null || all(payment, reason);
    }

    /// As [#all(UUID, String)]; the caller has the payment's lock too.
    boolean all(Payment payment, String reason) {
        var done = switch (payment.status()) {
            case requiresPaymentMethod -> {
                payment.cancel(clock.instant());
                yield true;
            }
            case requiresAction -> voids.queue(payment);
            case requiresCapture -> !payment.isUnderWay(OperationKind.refund) && voids.queue(payment)
                    && refunds.queueAll(payment, reason);
            case succeeded -> !payment.isUnderWay(OperationKind.refund) && refunds.queueAll(payment, reason);
            case processing, review -> false;
            case canceled -> true;
        };
        payments.flush();
        return done;
    }
}
