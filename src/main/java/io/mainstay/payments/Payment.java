package io.mainstay.payments;

import io.mainstay.authorization.OwnedBy;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.OrganizationId;
import io.mainstay.money.Money;
import io.mainstay.providers.OperationId;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/// What is owed for one thing, with every attempt to collect it.
@Entity
@SuppressWarnings("UnusedVariable") // some columns are only written
@Table(schema = "payments", name = "payment")
class Payment implements Persistable<UUID> {

    @Id
    private UUID id;

    private String purpose;

    /// What it's for, of that purpose.
    @Column(name = "order_id")
    private UUID subject;

    private UUID accountId;

    private @Nullable UUID organizationId;

    private String currency;

    private long amount;

    private long tax;

    @Embedded
    private Sums sums = new Sums();

    @Enumerated(EnumType.STRING)
    private CaptureMethod captureMethod = CaptureMethod.automatic;

    private @Nullable Instant captureBefore;

    private @Nullable String nextAction;

    private String provider;

    @Enumerated(EnumType.STRING)
    private PaymentStatus status;

    private @Nullable String failureCode;

    private Instant createdAt;

    private Instant updatedAt;

    @OneToMany(mappedBy = "payment", cascade = CascadeType.PERSIST)
    private List<Operation> operations = new ArrayList<>();

    @Version
    private @Nullable Long version;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected Payment() {}

    Payment(NewPayment terms, String provider, Instant now) {
        this.id = PaymentId.next().value();
        this.purpose = terms.paidFor().purpose();
        this.subject = terms.paidFor().subject();
        this.accountId = terms.payer().account().value();
        var organization = terms.payer().organization();
        this.organizationId = organization == null ? null : organization.value();
        this.currency = terms.amount().currency();
        this.amount = terms.amount().amount();
        this.tax = terms.tax().amount();
        this.provider = provider;
        this.status = PaymentStatus.requiresPaymentMethod;
        this.createdAt = now;
        this.updatedAt = now;
    }

    /// Begins to authorize the whole amount and, unless it's captured later, to capture it: operations that one call to the
    /// provider decides.
    ///
    /// @param checkAt when the repair job asks about them if nobody has recorded an outcome by then
    /// @return the authorization
    Operation submit(CaptureMethod method, Instant now, Instant checkAt) {
        moveTo(PaymentStatus.processing, now);
        failureCode = null;
        captureMethod = method;
        var attempt = operations.stream().mapToInt(Operation::attempt).max().orElse(0) + 1;
        var authorize = begin(Operation.charge(this, OperationKind.authorize, attempt, now, checkAt), now);
        if (method == CaptureMethod.automatic) {
            var _ = begin(Operation.charge(this, OperationKind.capture, attempt, now, checkAt), now);
        }
        return authorize;
    }

    /// The authorization succeeded, with its capture if that comes with it.
    ///
    /// @param captureBefore until when the provider holds what isn't captured
    void collect(String reference, Instant captureBefore, Instant now) {
        moveTo(captureMethod == CaptureMethod.manual ? PaymentStatus.requiresCapture : PaymentStatus.succeeded, now);
        openCharges().forEach(operation -> end(operation, reference));
        this.captureBefore = captureMethod == CaptureMethod.manual ? captureBefore : null;
        nextAction = null;
    }

    /// The customer has to confirm the authorization first.
    ///
    /// @param url where the customer has to go
    void awaitCustomer(String reference, String url, Instant nextCheckAt, Instant now) {
        if (status != PaymentStatus.requiresAction) {
            moveTo(PaymentStatus.requiresAction, now);
            nextAction = url;
        }
        openCharges().forEach(operation -> operation.awaitCustomer(reference, nextCheckAt));
    }

    void decline(String code, Instant now) {
        moveTo(PaymentStatus.requiresPaymentMethod, now);
        failCharges(code);
        failureCode = code;
        nextAction = null;
    }

    void leaveUnknown(Instant nextCheckAt, Instant now) {
        updatedAt = now;
        openCharges().forEach(operation -> operation.leaveUnknown(nextCheckAt));
    }

    void handOver(Instant now) {
        moveTo(PaymentStatus.review, now);
        openCharges().forEach(Operation::handOver);
        nextAction = null;
    }

    void cancel(Instant now) {
        moveTo(PaymentStatus.canceled, now);
    }

    /// @param amount at most [#capturable]
    /// @param last whether what is left is given back
    Operation capture(Money amount, boolean last, Instant now, Instant checkAt) {
        return begin(Operation.capture(this, amount.amount(), last, now, checkAt), now);
    }

    /// Gives back what is held, or what waits for the customer.
    ///
    /// @param queued whether it's sent soon, by a worker
    Operation release(boolean queued, Instant now, Instant dueAt) {
        var held = status == PaymentStatus.requiresCapture ? sums.capturable() : amount;
        return begin(Operation.voiding(this, held, queued, now, dueAt), now);
    }

    /// @param amount at most [#refundable]
    Operation refund(Money amount, String reason, Instant now, Instant checkAt) {
        return begin(Operation.refund(this, amount.amount(), reason, false, now, checkAt), now);
    }

    /// @param amount at most [#refundable]
    Operation queueRefund(Money amount, String reason, Instant dueAt) {
        return begin(Operation.refund(this, amount.amount(), reason, true, dueAt, dueAt), dueAt);
    }

    private Operation begin(Operation operation, Instant now) {
        operations.add(operation);
        sums.begin(operation.kind(), operation.amount());
        updatedAt = now;
        return operation;
    }

    /// Empty if somebody else has taken it.
    Optional<Operation> takeFromQueue(UUID id, Instant checkAt) {
        var queued = operations.stream().filter(operation -> operation.id().value().equals(id)
                && operation.status() == OperationStatus.created).findAny();
        queued.ifPresent(operation -> operation.submit(checkAt));
        return queued;
    }

    /// Of an operation that isn't part of a charge.
    void succeed(Operation operation, String reference, Instant now) {
        end(operation, reference);
        updatedAt = now;
        switch (operation.kind()) {
            case capture -> {
                if (operation.isLast() || sums.captured() == amount) {
                    moveTo(PaymentStatus.succeeded, now);
                }
            }
            case voiding -> endHold(operation, now);
            case authorize, refund -> {}
        }
    }

    private void endHold(Operation voiding, Instant now) {
        if (voiding.attempt() != authorization().attempt()) {
            return;
        }
        switch (status) {
            case requiresCapture ->
                moveTo(sums.captured() > 0 ? PaymentStatus.succeeded : PaymentStatus.canceled, now);
            case requiresAction -> {
                failCharges("canceled");
                nextAction = null;
                moveTo(PaymentStatus.canceled, now);
            }
            // the end of its authorization was heard of first
            case requiresPaymentMethod, processing, succeeded, canceled, review -> {}
        }
    }

    /// As of [#succeed].
    void fail(Operation operation, String code, Instant now) {
        operation.fail(code);
        sums.fail(operation.kind(), operation.amount());
        updatedAt = now;
    }

    void leaveUnknown(Operation operation, Instant nextCheckAt, Instant now) {
        operation.leaveUnknown(nextCheckAt);
        updatedAt = now;
    }

    void handOver(Operation operation, Instant now) {
        operation.handOver();
        updatedAt = now;
    }

    /// What is held can't be given back: a person decides.
    void handOverHold(Instant now) {
        moveTo(PaymentStatus.review, now);
    }

    private void end(Operation operation, String reference) {
        operation.succeed(reference);
        sums.succeed(operation.kind(), operation.amount());
    }

    private void failCharges(String code) {
        for (var operation : openCharges()) {
            operation.fail(code);
            sums.fail(operation.kind(), operation.amount());
        }
    }

    /// A bank keeps an amount, as far as it wasn't paid back already.
    void lose(Money amount) {
        sums.lose(Math.min(amount.amount(), sums.refundable()));
    }

    /// What is held and can be captured.
    Money capturable() {
        return money(status == PaymentStatus.requiresCapture ? sums.capturable() : 0);
    }

    /// What can still be paid back.
    Money refundable() {
        return money(sums.refundable());
    }

    /// Whether an operation of this kind has no outcome.
    boolean isUnderWay(OperationKind kind) {
        return operations.stream().anyMatch(operation -> operation.is(kind) && operation.isUnderWay());
    }

    /// Whether what is held is about to be given back.
    boolean isEnding() {
        return isUnderWay(OperationKind.voiding) || operations.stream()
                .anyMatch(operation -> operation.is(OperationKind.capture) && operation.isLast()
                        && operation.isUnderWay());
    }

    /// The part of an open capture, or of an open refund, that is tax.
    Money taxOf(Operation operation) {
        return money(operation.is(OperationKind.refund)
                ? sums.taxOfRefund(operation.amount(), amount, tax)
                : sums.taxOfCapture(operation.amount(), amount, tax));
    }

    Money money(long amount) {
        return Money.of(amount, currency);
    }

    /// @throws java.util.NoSuchElementException if it is none of this payment's
    Operation operation(OperationId id) {
        return operations.stream().filter(operation -> operation.id().equals(id)).findAny().orElseThrow();
    }

    /// Whether this operation's outcome is still to be recorded. At most one attempt of a payment is open.
    boolean isOpen(OperationId id) {
        return openCharges().stream().anyMatch(operation -> operation.id().equals(id));
    }

    boolean failed(OperationId id) {
        return operations.stream().anyMatch(
                operation -> operation.id().equals(id) && operation.status() == OperationStatus.failed);
    }

    private List<Operation> openCharges() {
        return operations.stream().filter(operation -> isCharge(operation) && operation.status().isOpen()).toList();
    }

    private boolean isCharge(Operation operation) {
        return operation.is(OperationKind.authorize)
                || operation.is(OperationKind.capture) && captureMethod == CaptureMethod.automatic;
    }

    private void moveTo(PaymentStatus target, Instant now) {
        if (!status.next().contains(target)) {
            throw new IllegalStateException("payment " + id() + " cannot go from " + status + " to " + target);
        }
        status = target;
        updatedAt = now;
    }

    /// For Spring Data.
    @Override
    public UUID getId() {
        return id;
    }

    /// Asked for by Spring Data, which would guess by throwing and catching otherwise.
    @Override
    public boolean isNew() {
        return version == null;
    }

    PaymentId id() {
        return new PaymentId(id);
    }

    PaidFor paidFor() {
        return new PaidFor(purpose, subject);
    }

    OwnedBy payer() {
        return new OwnedBy(new AccountId(accountId),
                organizationId == null ? null : new OrganizationId(organizationId));
    }

    String provider() {
        return provider;
    }

    PaymentStatus status() {
        return status;
    }

    Money amount() {
        return Money.of(amount, currency);
    }

    Money tax() {
        return Money.of(tax, currency);
    }

    Money captured() {
        return money(sums.captured());
    }

    Money refunded() {
        return money(sums.refunded());
    }

    CaptureMethod captureMethod() {
        return captureMethod;
    }

    /// Until when what is held can be captured; null unless it is to be captured later.
    @Nullable
    Instant captureBefore() {
        return captureBefore;
    }

    /// Where the customer has to confirm; null unless that is asked for.
    @Nullable
    String nextAction() {
        return nextAction;
    }

    @Nullable
    String failureCode() {
        return failureCode;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    /// In the order in which they were begun.
    List<Operation> operations() {
        return operations.stream().sorted(Comparator.comparing(operation -> operation.id().value())).toList();
    }

    /// Of the latest attempt.
    Operation authorization() {
        return operations().stream().filter(operation -> operation.kind() == OperationKind.authorize)
                .reduce((_, later) -> later).orElseThrow();
    }

    long version() {
        return version == null ? 0 : version;
    }
}
