package io.mainstay.payments;

import io.mainstay.providers.OperationId;
import io.mainstay.providers.Outcome;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Records what became of an operation with those who began it.
@Component
class Outcomes {

    private final Payments payments;
    private final Captures captures;
    private final Voids voids;
    private final Refunds refunds;

    Outcomes(Payments payments, Captures captures, Voids voids, Refunds refunds) {
        this.payments = payments;
        this.captures = captures;
        this.voids = voids;
        this.refunds = refunds;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public PaymentResponse record(OperationKind kind, PaidFor about, PaymentId id, OperationId operation,
            Outcome outcome) {
        return switch (kind) {
            case authorize -> payments.settle(about, id, operation, outcome);
            case capture -> captures.settle(about, id, operation, outcome);
            case voiding -> voids.settle(about, id, operation, outcome);
            case refund -> refunds.settle(about, id, operation, outcome);
        };
    }
}
