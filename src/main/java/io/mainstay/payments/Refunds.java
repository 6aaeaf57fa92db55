package io.mainstay.payments;

import io.mainstay.caller.AccountId;
import io.mainstay.ids.TypeId;
import io.mainstay.messaging.Outbox;
import io.mainstay.money.Money;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Problems.Violation;
import io.mainstay.problem.Refusal;
import io.mainstay.providers.OperationId;
import io.mainstay.providers.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Pays captured money back: recorded, sent with no transaction open, its outcome recorded, as [Payments] does with
/// charges. What is under way counts as gone, so that no two refunds together exceed what was captured; PostgreSQL holds
/// that too (`refunded_within_captured`, `operations_add_up`).
@Service
class Refunds {

    private static final Logger log = LoggerFactory.getLogger(Refunds.class);
    /// Of one payment. Each look at a payment reads them all.
    private static final int MAX_PER_PAYMENT = 100;
    /// How often a refund that never arrived is made anew, by pauses that grow to the slowest check.
    private static final int MAX_AUTOMATIC = 20;

    private final PaymentRepository payments;
    private final Locks locks;
    private final Purposes purposes;
    private final Postings postings;
    private final Outbox outbox;
    private final PaymentSettings settings;
    private final Sending sending;
    private final Clock clock;
    private final Counter failed;

    Refunds(PaymentRepository payments, Locks locks, Purposes purposes, Postings postings, Outbox outbox,
            PaymentSettings settings, Sending sending, Clock clock, MeterRegistry meters) {
        this.payments = payments;
        this.locks = locks;
        this.purposes = purposes;
        this.postings = postings;
        this.outbox = outbox;
        this.settings = settings;
        this.sending = sending;
        this.clock = clock;
        this.failed = meters.counter("mainstay.payments.refunds.failed");
    }

    /// The message `payment.refunded`, version 1; `docs/reference/messages` has its schema.
    record PaymentRefunded(PaymentId paymentId, String orderId, AccountId accountId, OperationId refundId, Money amount,
            Instant refundedAt) {

        static final String TYPE = "payment.refunded";
        static final int VERSION = 1;
    }

    /// Records that a part of a payment is about to be paid back, whosever it is.
    ///
    /// @param wanted null: all that is left
    /// @throws Refusal `not-found` (404), `payment-not-refundable`, `refund-exceeds-payment`, `too-many-refunds` (409),
    ///     `validation-failed` (422)
    @Transactional(propagation = Propagation.MANDATORY)
    public Charge begin(PaymentId id, @Nullable Money wanted, String reason) {
        var payment = locks.take(id);
        if (payment.status() != PaymentStatus.succeeded) {
            throw new Refusal(PaymentProblems.NOT_REFUNDABLE, "The payment is " + payment.status() + ".",
                    Map.of("paymentStatus", payment.status().name()));
        }
        if (purposes.of(payment.paidFor()).creditedTo(payment.payer(), payment.amount().currency()).isPresent()) {
            throw new Refusal(PaymentProblems.NOT_REFUNDABLE, "Its customer has the money, and can have it paid out.",
                    Map.of("paymentStatus", payment.status().name()));
        }
        var amount = wanted == null ? payment.refundable() : wanted;
        requireRefundable(payment, amount);
        var now = clock.instant();
        var refund = payment.refund(amount, reason, now, now.plus(settings.submittingGrace()));
        payments.flush();
        return sending.charge(payment, refund, now);
    }

    /// Lets everything that was captured and is left be paid back soon after the commit, and after the end of what is held.
    /// The caller has the locks, and flushes.
    boolean queueAll(Payment payment, String reason) {
        if (payment.refundable().isPositive()) {
            var _ = payment.queueRefund(payment.refundable(), reason, clock.instant());
        }
        return true;
    }

    /// Records what became of a refund, posts it to the ledger and announces it, all in the caller's transaction. Does
    /// nothing if somebody else has recorded its outcome before.
    @Transactional(propagation = Propagation.MANDATORY)
    public PaymentResponse settle(PaidFor about, PaymentId id, OperationId operation, Outcome outcome) {
        var payment = locks.take(about, id);
        var refund = payment.operation(operation);
        if (refund.status().isOpen()) {
            var now = clock.instant();
            switch (outcome) {
                case Outcome.Succeeded(String reference) -> {
                    var tax = payment.taxOf(refund);
                    payment.succeed(refund, reference, now);
                    postings.refund(payment, refund, tax);
                    outbox.publish(PaymentRefunded.TYPE, PaymentRefunded.VERSION, id.toString(),
                            new PaymentRefunded(id, TypeId.encode("order", about.subject()), payment.payer().account(),
                                    operation,
                                    payment.money(refund.amount()), now));
                }
                case Outcome.Declined(String code) -> fail(payment, refund, code, now);
                case Outcome.NotSent _ -> fail(payment, refund, Sending.NOT_SENT, now);
                case Outcome.Pending _,Outcome.ActionRequired _,Outcome.Unknown _ ->
                    payment.leaveUnknown(refund, now.plus(settings.firstCheck()), now);
            }
            payments.flush();
        }
        return PaymentResponse.of(payment);
    }

    /// One that the program itself owes is made anew where the provider never saw it; what the provider refused, a person
    /// has to look at.
    private void fail(Payment payment, Operation refund, String code, Instant now) {
        payment.fail(refund, code, now);
        if (!refund.isAutomatic()) {
            return;
        }
        var tries = payment.operations().stream()
                .filter(one -> one.is(OperationKind.refund) && one.isAutomatic()).count();
        if (Sending.neverArrived(code) && tries < MAX_AUTOMATIC) {
            var _ = payment.queueRefund(payment.money(refund.amount()), refund.reason(),
                    now.plus(settings.pauseAfter((int) tries)));
            return;
        }
        failed.increment();
        log.atError().addKeyValue("payment", payment.id()).addKeyValue("refund", refund.id()).addKeyValue("code", code)
                .log("A refund that is owed can't be made: a person has to make it");
    }

    private static void requireRefundable(Payment payment, Money amount) {
        var left = payment.refundable();
        if (!amount.currency().equals(left.currency())) {
            throw invalid("/amount/currency", "must be " + left.currency() + ", as the payment's");
        }
        if (left.amount() < amount.amount() || !left.isPositive()) {
            throw new Refusal(PaymentProblems.EXCEEDS_PAYMENT, "There are " + left + " left to refund.",
                    Map.of("refundable", left));
        }
        if (payment.operations().stream().filter(one -> one.is(OperationKind.refund)).count() >= MAX_PER_PAYMENT) {
            throw new Refusal(PaymentProblems.TOO_MANY_REFUNDS,
                    "A payment can have " + MAX_PER_PAYMENT + " refunds.");
        }
    }

    private static Refusal invalid(String pointer, String why) {
        return new Refusal(HttpProblems.VALIDATION_FAILED, "A value is invalid.",
                Map.of("errors", List.of(new Violation(pointer, why))));
    }
}
