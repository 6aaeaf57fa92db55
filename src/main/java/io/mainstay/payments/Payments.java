package io.mainstay.payments;

import io.mainstay.caller.AccountId;
import io.mainstay.ledger.Ledger;
import io.mainstay.ledger.LedgerAccount;
import io.mainstay.ledger.LedgerAccount.Kind;
import io.mainstay.ledger.Transfer;
import io.mainstay.problem.Refusal;
import io.mainstay.providers.Instruction;
import io.mainstay.providers.OperationId;
import io.mainstay.providers.Outcome;
import io.mainstay.providers.PaymentProviders;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Collects what is owed for an order, in three steps: [#begin] records the intent, [#submit] calls the provider with
/// no transaction open, [#settle] records the outcome. Dying between any two of them leaves an operation that the
/// repair job resolves.
///
/// Locks are taken in one order: what is paid for, then the payment.
@Service
public class Payments {

    private static final Logger log = LoggerFactory.getLogger(Payments.class);

    private final PaymentRepository payments;
    private final PaymentProviders providers;
    private final PaymentObserver observer;
    private final Ledger ledger;
    private final LateMoney lateMoney;
    private final Refunds refunds;
    private final Sending sending;
    private final PaymentSettings settings;
    private final Clock clock;

    Payments(PaymentRepository payments, PaymentProviders providers, PaymentObserver observer, Ledger ledger,
            LateMoney lateMoney, Refunds refunds, Sending sending, PaymentSettings settings, Clock clock) {
        this.payments = payments;
        this.providers = providers;
        this.observer = observer;
        this.ledger = ledger;
        this.lateMoney = lateMoney;
        this.refunds = refunds;
        this.sending = sending;
        this.settings = settings;
        this.clock = clock;
    }

    /// Records that the provider is about to be asked: the payment, or another attempt on it, with its operations as
    /// `submitting`. The caller holds the lock on the order and commits before it goes on to [#submit].
    ///
    /// @throws Refusal `payment-in-progress` or `already-paid` (409)
    @Transactional(propagation = Propagation.MANDATORY)
    public Charge begin(NewPayment terms) {
        var now = clock.instant();
        var earlier = payments.lockLiveOf(terms.orderId());
        earlier.ifPresent(Payments::requirePayable);
        var payment = earlier.orElseGet(() -> new Payment(terms, providers.standard().name(), now));
        var authorization = payment.submit(now, now.plus(settings.submittingGrace()));
        if (earlier.isEmpty()) {
            payments.save(payment);
        }
        payments.flush();
        var instruction = new Instruction.Authorize(authorization.id(), payment.amount(), terms.paymentMethod(), true,
                null);
        return new Charge(payment.id(), payment.provider(), instruction, sending.sendBefore(payment.provider(), now));
    }

    /// Asks the provider. Takes up to the time-outs of [PaymentSettings] and never throws.
    @Transactional(propagation = Propagation.NEVER)
    public Outcome submit(Charge charge) {
        return sending.submit(charge);
    }

    /// Records what became of one attempt, posts captured money to the ledger and tells the observer, all in the
    /// caller's transaction. Does nothing if somebody else has recorded the attempt's outcome before.
    ///
    /// @param operation the attempt's authorization
    @Transactional(propagation = Propagation.MANDATORY)
    public PaymentResponse settle(UUID orderId, PaymentId id, OperationId operation, Outcome outcome) {
        observer.lock(orderId);
        var payment = payments.lock(id.value()).orElseThrow();
        var now = clock.instant();
        if (payment.isOpen(operation)) {
            switch (outcome) {
                case Outcome.Succeeded(String reference) -> {
                    payment.capture(reference, now);
                    ledger.post(posting(payment));
                    observer.captured(orderId, id);
                }
                case Outcome.Declined(String code) -> payment.decline(code, now);
                case Outcome.NotSent _ -> payment.decline(Sending.NOT_SENT, now);
                case Outcome.ActionRequired _,Outcome.Pending _ ->
                    payment.leaveUnknown(now.plus(settings.firstCheck()), now);
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

    /// Closes what is owed for an order that isn't wanted any more. The caller holds the lock on the order.
    ///
    /// @return false if money has moved or may be moving; nothing is changed then
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean cancel(UUID orderId) {
        var payment = payments.lockLiveOf(orderId).orElse(null);
        if (payment == null) {
            return true;
        }
        if (payment.status() != PaymentStatus.requiresPaymentMethod) {
            return false;
        }
        payment.cancel(clock.instant());
        return true;
    }

    /// Lets what was paid for an order be paid back soon after the commit. The caller holds the lock on the order.
    ///
    /// @param reason 1 to 200 characters
    /// @return false if a refund or charge has no outcome yet; nothing is changed then
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean giveBack(UUID orderId, String reason) {
        return refunds.queueAll(orderId, reason);
    }

    /// The payment that an operation belongs to, cancelled or not.
    ///
    /// @throws java.util.NoSuchElementException if there is no such operation
    @Transactional(readOnly = true)
    public PaymentResponse with(OperationId operation) {
        return payments.findWith(operation.value()).map(PaymentResponse::of).orElseThrow();
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

    /// Dr psp_receivable / Cr revenue + tax_payable.
    private static Transfer posting(Payment payment) {
        var currency = payment.amount().currency();
        return Transfer.of("capture:" + payment.authorization().id(), "Capture of " + payment.id())
                .debit(new LedgerAccount("psp_receivable", Kind.ASSET, currency), payment.amount())
                .credit(new LedgerAccount("revenue", Kind.REVENUE, currency), payment.amount().minus(payment.tax()))
                .credit(new LedgerAccount("tax_payable", Kind.LIABILITY, currency), payment.tax()).balanced();
    }
}
