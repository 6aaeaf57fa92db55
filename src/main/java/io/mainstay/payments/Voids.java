package io.mainstay.payments;

import io.mainstay.caller.AccountId;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.mainstay.providers.OperationId;
import io.mainstay.providers.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Gives back what an authorization holds and nobody captures, or ends one that waits for its customer. At most one is under
/// way for a payment (`void_is_one_at_a_time`).
@Service
class Voids {

    private static final Logger log = LoggerFactory.getLogger(Voids.class);
    /// How often a void that never arrived is made anew, by pauses that grow to the slowest check.
    private static final int MAX_AUTOMATIC = 20;

    private final PaymentRepository payments;
    private final Locks locks;
    private final PaymentSettings settings;
    private final Sending sending;
    private final Clock clock;
    private final Counter failed;

    Voids(PaymentRepository payments, Locks locks, PaymentSettings settings, Sending sending, Clock clock,
            MeterRegistry meters) {
        this.payments = payments;
        this.locks = locks;
        this.settings = settings;
        this.sending = sending;
        this.clock = clock;
        this.failed = meters.counter("mainstay.payments.voids.failed");
    }

    /// Records that the hold is about to be given back, whosever payment it is.
    ///
    /// @throws Refusal `not-found` (404), `payment-not-cancellable`, `payment-in-progress` (409)
    @Transactional(propagation = Propagation.MANDATORY)
    public Charge begin(PaymentId id) {
        return begin(locks.take(id));
    }

    /// As [#begin(PaymentId)], by the payer, as long as nothing is captured.
    @Transactional(propagation = Propagation.MANDATORY)
    public Charge begin(AccountId payer, PaymentId id) {
        if (payments.paidFor(payer.value(), id.value()).isEmpty()) {
            throw new Refusal(HttpProblems.NOT_FOUND, "There is no such payment.");
        }
        var payment = locks.take(id);
        if (payment.captured().isPositive()) {
            throw notCancellable(payment);
        }
        return begin(payment);
    }

    private Charge begin(Payment payment) {
        if (payment.status() != PaymentStatus.requiresCapture && payment.status() != PaymentStatus.requiresAction) {
            throw notCancellable(payment);
        }
        if (!canBegin(payment)) {
            throw new Refusal(PaymentProblems.IN_PROGRESS,
                    "A capture of payment " + payment.id() + ", or its end, has no outcome yet.");
        }
        var now = clock.instant();
        var voiding = payment.release(false, now, now.plus(settings.submittingGrace()));
        payments.flush();
        return sending.charge(payment, voiding, now);
    }

    /// Lets the hold be given back soon after the commit. The caller has the locks.
    ///
    /// @return false if something has no outcome yet; nothing is changed then
    boolean queue(Payment payment) {
        if (!canBegin(payment)) {
            return false;
        }
        var _ = payment.release(true, clock.instant(), clock.instant());
        return true;
    }

    private static boolean canBegin(Payment payment) {
        return !payment.isEnding() && (payment.status() == PaymentStatus.requiresAction
                || !payment.isUnderWay(OperationKind.capture));
    }

    /// Records what became of a void, in the caller's transaction. Does nothing if somebody else has recorded its outcome
    /// before.
    @Transactional(propagation = Propagation.MANDATORY)
    public PaymentResponse settle(PaidFor about, PaymentId id, OperationId operation, Outcome outcome) {
        var payment = locks.take(about, id);
        var voiding = payment.operation(operation);
        if (voiding.status().isOpen()) {
            var now = clock.instant();
            switch (outcome) {
                case Outcome.Succeeded(String reference) -> payment.succeed(voiding, reference, now);
                case Outcome.Declined(String code) -> fail(payment, voiding, code, now);
                case Outcome.NotSent _ -> fail(payment, voiding, Sending.NOT_SENT, now);
                case Outcome.Pending _,Outcome.ActionRequired _,Outcome.Unknown _ ->
                    payment.leaveUnknown(voiding, now.plus(settings.firstCheck()), now);
            }
            payments.flush();
        }
        return PaymentResponse.of(payment);
    }

    /// One that the program itself owes is made anew where the provider never saw it; what the provider refused, a person
    /// has to look at, unless the customer was faster: then the authorization has an end of its own.
    private void fail(Payment payment, Operation voiding, String code, Instant now) {
        payment.fail(voiding, code, now);
        if (!voiding.isAutomatic()) {
            return;
        }
        var tries = payment.operations().stream()
                .filter(one -> one.is(OperationKind.voiding) && one.isAutomatic()).count();
        if (Sending.neverArrived(code) && tries < MAX_AUTOMATIC) {
            var _ = payment.release(true, now, now.plus(settings.pauseAfter((int) tries)));
        } else if (payment.status() == PaymentStatus.requiresCapture) {
            payment.handOverHold(now);
            failed.increment();
            log.atError().addKeyValue("payment", payment.id()).addKeyValue("code", code)
                    .log("What a payment holds can't be given back: a person has to look at it");
        }
    }

    private static Refusal notCancellable(Payment payment) {
        return new Refusal(PaymentProblems.NOT_CANCELLABLE, "The payment is " + payment.status() + ", and "
                + payment.captured() + " of it are captured.", Map.of("paymentStatus", payment.status().name()));
    }
}
