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

    static final ProblemType NOT_REFUNDABLE = new ProblemType("payment-not-refundable", HttpStatus.CONFLICT,
            "The payment can't be refunded", "Nothing was captured, or it isn't known yet; read the payment.");
    static final ProblemType EXCEEDS_PAYMENT = new ProblemType("refund-exceeds-payment", HttpStatus.CONFLICT,
            "That is more than is left", "Refund at most what the member refundable says.");
    static final ProblemType TOO_MANY_REFUNDS = new ProblemType("too-many-refunds", HttpStatus.CONFLICT,
            "The payment has too many refunds", "Pay the rest back in another way.");
    static final ProblemType REFUND_DECLINED = new ProblemType("refund-declined", HttpStatus.CONFLICT,
            "The refund was declined",
            "Look at failureCode; refund again with a new Idempotency-Key, or pay it back in another way.");

    static final ProblemType NOT_CAPTURABLE = new ProblemType("payment-not-capturable", HttpStatus.CONFLICT,
            "Nothing of the payment can be captured", "Nothing is held, or it isn't known yet; read the payment.");
    static final ProblemType EXCEEDS_AUTHORIZATION = new ProblemType("capture-exceeds-authorization",
            HttpStatus.CONFLICT, "That is more than is held", "Capture at most what the member capturable says.");
    static final ProblemType TOO_MANY_CAPTURES = new ProblemType("too-many-captures", HttpStatus.CONFLICT,
            "The payment has too many captures", "Nothing more can be captured; cancel what is left.");
    static final ProblemType CAPTURE_DECLINED = new ProblemType("capture-declined", HttpStatus.CONFLICT,
            "The capture was declined",
            "Look at failureCode; capture again with a new Idempotency-Key, or cancel the payment.");
    static final ProblemType NOT_CANCELLABLE = new ProblemType("payment-not-cancellable", HttpStatus.CONFLICT,
            "The payment can't be cancelled", "Nothing is held, or money was taken: refund that.");
    static final ProblemType CANCELLATION_DECLINED = new ProblemType("cancellation-declined", HttpStatus.CONFLICT,
            "The cancellation was declined", "Read the payment: it may have been captured meanwhile.");

    private PaymentProblems() {}
}
