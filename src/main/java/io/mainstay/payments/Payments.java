package io.mainstay.payments;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Etag;
import io.mainstay.idempotency.TwoSteps;
import io.mainstay.problem.Problems;
import io.mainstay.problem.Refusal;
import io.mainstay.providers.Instruction;
import io.mainstay.providers.OperationId;
import io.mainstay.providers.Outcome;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Collects what is owed, in three steps: [#begin] records the intent, the provider is called
/// with no transaction open, [#settle] records the outcome. Dying between any two of them leaves an operation that the
/// repair job resolves.
///
/// Locks are taken in one order: what is paid for, then the payment.
@Service
public class Payments {

    private static final Logger log = LoggerFactory.getLogger(Payments.class);

    private final PaymentRepository payments;
    private final Locks locks;
    private final Purposes purposes;
    private final Postings postings;
    private final LateMoney lateMoney;
    private final GivingBack givingBack;
    private final Sending sending;
    private final PaymentSettings settings;
    private final Clock clock;

    Payments(PaymentRepository payments, Locks locks, Purposes purposes, Postings postings, LateMoney lateMoney,
            GivingBack givingBack, Sending sending, PaymentSettings settings, Clock clock) {
        this.payments = payments;
        this.locks = locks;
        this.purposes = purposes;
        this.postings = postings;
        this.lateMoney = lateMoney;
        this.givingBack = givingBack;
        this.sending = sending;
        this.settings = settings;
        this.clock = clock;
    }

    /// Collects a payment as a use case of two steps: 200 paid, or held; 202 the customer has to confirm it, or nobody knows
    /// yet; 402 `payment-declined`. The first step locks what is paid for.
    ///
    /// @param terms in the first step's transaction; may refuse
    /// @param path of the request
    public TwoSteps<Charge, Outcome> collect(Supplier<NewPayment> terms, String path) {
        return new OperationSteps(() -> begin(terms.get()), sending,
                (charge, outcome) -> settle(charge.paidFor(), charge.payment(), charge.operation(), outcome),
                operation -> answer(with(operation), operation, path));
    }

    /// Records that the provider is about to be asked: the payment, or another attempt on it, with its operations as
    /// `submitting`. The caller holds the lock on what is paid for.
    ///
    /// @throws Refusal `payment-in-progress` or `already-paid` (409)
    @Transactional(propagation = Propagation.MANDATORY)
    public Charge begin(NewPayment terms) {
        var now = clock.instant();
        var provider = terms.provider() == null ? sending.standard() : terms.provider();
        var earlier = payments.lockLiveOf(terms.paidFor().subject());
        earlier.ifPresent(Payments::requirePayable);
        if (earlier.filter(payment -> !payment.provider().equals(provider)).isPresent()) {
            // one payment, one provider
            earlier.get().cancel(now);
            payments.flush();
            earlier = Optional.empty();
        }
        var payment = earlier.orElseGet(() -> new Payment(terms, provider, now));
        var authorization = payment.submit(terms.captureMethod(), now, now.plus(settings.submittingGrace()));
        if (earlier.isEmpty()) {
            payments.save(payment);
        }
        payments.flush();
        var instruction = new Instruction.Authorize(authorization.id(), payment.amount(), terms.paymentMethod(),
                terms.captureMethod() == CaptureMethod.automatic, terms.returnTo());
        return new Charge(payment.paidFor(), payment.id(), payment.provider(), instruction,
                sending.sendBefore(payment.provider(), now));
    }

    /// Records what became of one attempt, posts captured money to the ledger and tells the observer, all in the
    /// caller's transaction. Does nothing if somebody else has recorded the attempt's outcome before.
    ///
    /// @param operation the attempt's authorization
    @Transactional(propagation = Propagation.MANDATORY)
    public PaymentResponse settle(PaidFor about, PaymentId id, OperationId operation, Outcome outcome) {
        var payment = locks.take(about, id);
        var now = clock.instant();
        if (payment.isOpen(operation)) {
            switch (outcome) {
                case Outcome.Succeeded(String reference) -> collect(payment, reference, now);
                case Outcome.Declined(String code) -> decline(payment, code, now);
                case Outcome.NotSent _ -> decline(payment, Sending.NOT_SENT, now);
                case Outcome.ActionRequired(String reference, URI url) ->
                    awaitCustomer(payment, reference, url.toString(), now);
                case Outcome.Pending _ -> payment.leaveUnknown(now.plus(settings.firstCheck()), now);
                case Outcome.Unknown(String why) -> {
                    log.atWarn().addKeyValue("payment", id).addKeyValue("why", why)
                            .log("The outcome of a payment is unknown; the provider will be asked");
                    payment.leaveUnknown(now.plus(settings.firstCheck()), now);
                }
            }
            payments.flush();
        } else if (outcome instanceof Outcome.Succeeded(String reference) && payment.failed(operation)) {
            lateMoney.keep(payment, operation, reference);
        }
        return PaymentResponse.of(payment);
    }

    private void collect(Payment payment, String reference, Instant now) {
        payment.collect(reference, now.plus(settings.authorizationsLast()), now);
        var purpose = purposes.of(payment.paidFor());
        var subject = payment.paidFor().subject();
        var wanted = purpose.isWanted(subject);
        if (payment.status() == PaymentStatus.succeeded) {
            postings.capture(payment, payment.authorization(), payment.tax());
            if (wanted) {
                purpose.captured(subject, payment.id());
            } else {
                lateMoney.announce(payment, payment.authorization(), now);
            }
        }
        if (!wanted) {
            payments.flush();
            var _ = givingBack.all(payment, "Nobody waited for it any more.");
        }
    }

    private void decline(Payment payment, String code, Instant now) {
        payment.decline(code, now);
        if (!purposes.of(payment.paidFor()).isPayableAgain()) {
            payments.flush();
            payment.cancel(now);
        }
    }

    /// The provider is asked about it less and less often, until the customer's time is over; then it's ended there.
    private void awaitCustomer(Payment payment, String reference, String url, Instant now) {
        var age = Duration.between(payment.authorization().createdAt(), now);
        payment.awaitCustomer(reference, url, now.plus(settings.pauseAt(age)), now);
        if (age.compareTo(settings.actionWithin()) > 0) {
            payments.flush();
            var _ = givingBack.all(payment, "The customer did not confirm it.");
        }
    }

    /// Closes what is owed for an order that isn't wanted any more: soon after the commit what is held is released, and what
    /// was captured is paid back. The caller holds the lock on the order.
    ///
    /// @param reason of a refund, 1 to 200 characters
    /// @return false if money may be moving; nothing is changed then
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean giveBack(UUID orderId, String reason) {
        return givingBack.all(orderId, reason);
    }

    /// Whether an authorization holds money for an order that nobody has captured yet. The caller holds the lock on the order.
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean isHeld(UUID orderId) {
        return payments.lockLiveOf(orderId).filter(payment -> payment.status() == PaymentStatus.requiresCapture)
                .isPresent();
    }

    private PaymentResponse with(OperationId operation) {
        return payments.findWith(operation.value()).map(PaymentResponse::of).orElseThrow();
    }

    private static ResponseEntity<Object> answer(PaymentResponse payment, OperationId operation, String path) {
        var attempt = payment.operation(operation);
        if (attempt.isFailed()) {
            var problem = Problems.of(PaymentProblems.DECLINED, "The provider declined the payment.",
                    Map.of("paymentId", payment.id(), "failureCode", String.valueOf(attempt.failureCode())));
            problem.setInstance(URI.create(path));
            return ResponseEntity.status(HttpStatus.PAYMENT_REQUIRED).contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(problem);
        }
        return ResponseEntity.status(attempt.isSucceeded() ? HttpStatus.OK : HttpStatus.ACCEPTED)
                .header("Location", "/v1/payments/" + payment.id()).eTag(Etag.of(payment.version())).body(payment);
    }

    /// The payment of an order, if there is one that isn't cancelled and that the account may read.
    @Transactional(readOnly = true)
    public Optional<PaymentResponse> readableOf(AccountId account, UUID orderId) {
        return payments.findReadableOf(account.value(), orderId).map(PaymentResponse::of);
    }

    private static void requirePayable(Payment payment) {
        switch (payment.status()) {
            case requiresPaymentMethod -> {}
            case processing, requiresAction, requiresCapture, review -> throw new Refusal(PaymentProblems.IN_PROGRESS,
                    "Payment " + payment.id() + " has no outcome yet.");
            case succeeded, canceled -> throw new Refusal(PaymentProblems.ALREADY_PAID,
                    "Payment " + payment.id() + " has succeeded.");
        }
    }
}
