package io.mainstay.payments;

import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The one order of locks: what is paid for, then the payment.
@Component
class Locks {

    private final PaymentRepository payments;
    private final Purposes purposes;

    Locks(PaymentRepository payments, Purposes purposes) {
        this.payments = payments;
        this.purposes = purposes;
    }

    /// @throws Refusal `not-found` (404)
    @Transactional(propagation = Propagation.MANDATORY)
    public Payment take(PaymentId id) {
        var about = payments.paidFor(id.value())
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "There is no such payment."));
        return take(about, id);
    }

    /// @throws java.util.NoSuchElementException if there is no such payment
    @Transactional(propagation = Propagation.MANDATORY)
    public Payment take(PaidFor about, PaymentId id) {
        purposes.of(about).lock(about.subject());
        return payments.lock(id.value()).orElseThrow();
    }
}
