package io.mainstay.payments;

import io.mainstay.problem.ProblemType;
import org.springframework.http.HttpStatus;

/// What can be wrong with a payment.
final class PaymentProblems {

    static final ProblemType DECLINED = new ProblemType("payment-declined", HttpStatus.PAYMENT_REQUIRED,
            "The payment was declined", "Pay again with another payment method and a new Idempotency-Key.");
    static final ProblemType IN_PROGRESS = new ProblemType("payment-in-progress", HttpStatus.CONFLICT,
            "A payment is in progress", "Wait until the payment that the detail names has an outcome.");
    static final ProblemType ALREADY_PAID = new ProblemType("already-paid", HttpStatus.CONFLICT,
            "It is paid already", "Nothing; read the payment.");

    private PaymentProblems() {}
}
