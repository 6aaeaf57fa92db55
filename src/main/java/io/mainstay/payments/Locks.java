package io.mainstay.payments;

import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The one order of locks: what is paid for, then the payment.
@Component
class Locks {

    private final PaymentRepository payments;
    private final PaymentObserver observer;

    Locks(PaymentRepository payments, PaymentObserver observer) {
        this.payments = payments;
        this.observer = observer;
    }

    /// @throws Refusal `not-found` (404)
    @Transactional(propagation = Propagation.MANDATORY)
    public Payment take(PaymentId id) {
        var order = payments.orderOf(id.value())
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "There is no such payment."));
        return take(order, id);
    }

    /// @throws java.util.NoSuchElementException if there is no such payment
    @Transactional(propagation = Propagation.MANDATORY)
    public Payment take(UUID orderId, PaymentId id) {
        observer.lock(orderId);
        return payments.lock(id.value()).orElseThrow();
    }
}
