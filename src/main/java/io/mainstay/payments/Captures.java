package io.mainstay.payments;

import io.mainstay.money.Money;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Problems.Violation;
import io.mainstay.problem.Refusal;
import io.mainstay.providers.OperationId;
import io.mainstay.providers.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Takes what an authorization holds, whole or in parts: recorded, sent with no transaction open, its outcome recorded, as
/// [Payments] does with charges. What is under way counts as taken; PostgreSQL holds that too (`captures_within_amount`,
/// `operations_add_up`).
@Service
class Captures {

    /// Of one payment. Each look at a payment reads them all.
    private static final int MAX_PER_PAYMENT = 100;

    private final PaymentRepository payments;
    private final Locks locks;
    private final Purposes purposes;
    private final Postings postings;
    private final LateMoney lateMoney;
    private final PaymentSettings settings;
    private final Sending sending;
    private final Clock clock;

    Captures(PaymentRepository payments, Locks locks, Purposes purposes, Postings postings, LateMoney lateMoney,
            PaymentSettings settings, Sending sending, Clock clock) {
        this.payments = payments;
        this.locks = locks;
        this.purposes = purposes;
        this.postings = postings;
        this.lateMoney = lateMoney;
        this.settings = settings;
        this.sending = sending;
        this.clock = clock;
    }

    /// Records that held money is about to be taken, whosever payment it is.
    ///
    /// @param wanted null: all that is held
    /// @param last whether what is left is given back
    /// @throws Refusal `not-found` (404), `payment-not-capturable`, `capture-exceeds-authorization`,
    ///     `payment-in-progress`, `too-many-captures` (409), `validation-failed` (422)
    @Transactional(propagation = Propagation.MANDATORY)
    public Charge begin(PaymentId id, @Nullable Money wanted, boolean last) {
        var payment = locks.take(id);
        requireCapturable(payment, last);
        var amount = wanted == null ? payment.capturable() : wanted;
        requireHeld(payment, amount);
        var now = clock.instant();
        // nothing is left to hold
        var ends = last || amount.equals(payment.capturable());
        if (!ends && !sending.capturesInParts(payment)) {
            throw invalid("/final", "must be true: what isn't captured with this provider is given back");
        }
        var capture = payment.capture(amount, ends, now, now.plus(settings.submittingGrace()));
        payments.flush();
        return sending.charge(payment, capture, now);
    }

    /// Records what became of a capture, posts it to the ledger and tells the observer of the first, all in the caller's
    /// transaction. Does nothing if somebody else has recorded its outcome before.
    @Transactional(propagation = Propagation.MANDATORY)
    public PaymentResponse settle(PaidFor about, PaymentId id, OperationId operation, Outcome outcome) {
        var payment = locks.take(about, id);
        var capture = payment.operation(operation);
        if (capture.status().isOpen()) {
            var now = clock.instant();
            switch (outcome) {
                case Outcome.Succeeded(String reference) -> succeed(payment, capture, reference, now);
                case Outcome.Declined(String code) -> payment.fail(capture, code, now);
                case Outcome.NotSent _ -> payment.fail(capture, Sending.NOT_SENT, now);
                case Outcome.Pending _,Outcome.ActionRequired _,Outcome.Unknown _ ->
                    payment.leaveUnknown(capture, now.plus(settings.firstCheck()), now);
            }
            payments.flush();
        } else if (outcome instanceof Outcome.Succeeded && capture.status() == OperationStatus.failed) {
            lateMoney.keep(payment, operation, String.valueOf(payment.authorization().providerReference()));
        }
        return PaymentResponse.of(payment);
    }

    private void succeed(Payment payment, Operation capture, String reference, Instant now) {
        var first = !payment.captured().isPositive();
        var tax = payment.taxOf(capture);
        payment.succeed(capture, reference, now);
        postings.capture(payment, capture, tax);
        if (first) {
            purposes.of(payment.paidFor()).captured(payment.paidFor().subject(), payment.id());
        }
    }

    private static void requireCapturable(Payment payment, boolean last) {
        if (payment.status() != PaymentStatus.requiresCapture) {
            throw new Refusal(PaymentProblems.NOT_CAPTURABLE, "The payment is " + payment.status() + ".",
                    Map.of("paymentStatus", payment.status().name()));
        }
        if (payment.isEnding() || last && payment.isUnderWay(OperationKind.capture)) {
            throw new Refusal(PaymentProblems.IN_PROGRESS,
                    "A capture of payment " + payment.id() + ", or its end, has no outcome yet.");
        }
    }

    private static void requireHeld(Payment payment, Money amount) {
        var held = payment.capturable();
        if (!amount.currency().equals(held.currency())) {
            throw invalid("/amount/currency", "must be " + held.currency() + ", as the payment's");
        }
        if (held.amount() < amount.amount() || !held.isPositive()) {
            throw new Refusal(PaymentProblems.EXCEEDS_AUTHORIZATION, "There are " + held + " left to capture.",
                    Map.of("capturable", held));
        }
        if (payment.operations().stream().filter(one -> one.is(OperationKind.capture)).count() >= MAX_PER_PAYMENT) {
            throw new Refusal(PaymentProblems.TOO_MANY_CAPTURES,
                    "A payment can have " + MAX_PER_PAYMENT + " captures.");
        }
    }

    private static Refusal invalid(String pointer, String why) {
        return new Refusal(HttpProblems.VALIDATION_FAILED, "A value is invalid.",
                Map.of("errors", List.of(new Violation(pointer, why))));
    }
}
