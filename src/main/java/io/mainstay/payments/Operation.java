package io.mainstay.payments;

import io.mainstay.providers.OperationId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One attempt to have the provider do something. The row exists, as `submitting`, before the provider is called.
@Entity
@SuppressWarnings("UnusedVariable") // some columns are only written
@Table(schema = "payments", name = "operation")
class Operation {

    @Id
    private UUID id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "payment_id")
    private Payment payment;

    @Enumerated(EnumType.STRING)
    private OperationKind kind;

    private long amount;

    private int attempt;

    @Enumerated(EnumType.STRING)
    private OperationStatus status;

    private @Nullable String providerReference;

    private @Nullable String failureCode;

    private @Nullable Instant nextCheckAt;

    private @Nullable String reason;

    private boolean automatic;

    private boolean last;

    private Instant createdAt;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected Operation() {}

    private Operation(Payment payment, OperationKind kind, int attempt, long amount, OperationStatus status,
            Instant now,
            Instant dueAt) {
        this.id = OperationId.next().value();
        this.payment = payment;
        this.kind = kind;
        this.attempt = attempt;
        this.amount = amount;
        this.status = status;
        this.createdAt = now;
        this.nextCheckAt = dueAt;
    }

    /// A part of an attempt to collect the whole amount: its authorization, or the capture that comes with that.
    static Operation charge(Payment payment, OperationKind kind, int attempt, Instant now, Instant checkAt) {
        return new Operation(payment, kind, attempt, payment.amount().amount(), OperationStatus.submitting, now,
                checkAt);
    }

    /// @param last whether what is left of the hold is given back
    static Operation capture(Payment payment, long amount, boolean last, Instant now, Instant checkAt) {
        var capture = new Operation(payment, OperationKind.capture, payment.authorization().attempt(), amount,
                OperationStatus.submitting, now, checkAt);
        capture.last = last;
        return capture;
    }

    /// @param queued whether it's sent later, at `dueAt`; otherwise it is about to be sent
    static Operation voiding(Payment payment, long amount, boolean queued, Instant now, Instant dueAt) {
        return later(payment, OperationKind.voiding, amount, queued, now, dueAt);
    }

    /// @param queued as of [#voiding]
    static Operation refund(Payment payment, long amount, String reason, boolean queued, Instant now, Instant dueAt) {
        var refund = later(payment, OperationKind.refund, amount, queued, now, dueAt);
        refund.reason = reason;
        return refund;
    }

    private static Operation later(Payment payment, OperationKind kind, long amount, boolean queued, Instant now,
            Instant dueAt) {
        var operation = new Operation(payment, kind, payment.authorization().attempt(), amount,
                queued ? OperationStatus.created : OperationStatus.submitting, now, dueAt);
        operation.automatic = queued;
        return operation;
    }

    /// Leaves the queue: it is about to be sent.
    void submit(Instant checkAt) {
        moveTo(OperationStatus.submitting);
        nextCheckAt = checkAt;
    }

    void succeed(String reference) {
        moveTo(OperationStatus.succeeded);
        providerReference = reference;
        nextCheckAt = null;
    }

    void fail(String code) {
        moveTo(OperationStatus.failed);
        failureCode = code;
        nextCheckAt = null;
    }

    /// It waits for the customer; the provider is asked about it at the given time.
    void awaitCustomer(String reference, Instant nextCheckAt) {
        providerReference = reference;
        this.nextCheckAt = nextCheckAt;
    }

    /// Keeps the question open; the repair job asks again at the given time.
    void leaveUnknown(Instant nextCheckAt) {
        if (status != OperationStatus.unknown) {
            moveTo(OperationStatus.unknown);
        }
        this.nextCheckAt = nextCheckAt;
    }

    /// The repair job has asked often enough: a person decides.
    void handOver() {
        if (status == OperationStatus.submitting) {
            moveTo(OperationStatus.unknown);
        }
        moveTo(OperationStatus.needsReview);
        nextCheckAt = null;
    }

    private void moveTo(OperationStatus target) {
        if (!status.next().contains(target)) {
            throw new IllegalStateException("operation " + id() + " cannot go from " + status + " to " + target);
        }
        status = target;
    }

    OperationId id() {
        return new OperationId(id);
    }

    OperationKind kind() {
        return kind;
    }

    /// Counts the attempts of a payment from 1; the operations of one attempt share their fate.
    int attempt() {
        return attempt;
    }

    long amount() {
        return amount;
    }

    OperationStatus status() {
        return status;
    }

    boolean is(OperationKind kind) {
        return this.kind == kind;
    }

    /// Whether it has no outcome: it waits to be sent, or money may be moving.
    boolean isUnderWay() {
        return status == OperationStatus.created || status.isOpen();
    }

    /// Of a capture: whether what is left of the hold is given back.
    boolean isLast() {
        return last;
    }

    /// Whether the program itself sees it through.
    boolean isAutomatic() {
        return automatic;
    }

    /// Of a refund.
    String reason() {
        return String.valueOf(reason);
    }

    /// The provider's name for it, once it's known.
    @Nullable
    String providerReference() {
        return providerReference;
    }

    @Nullable
    String failureCode() {
        return failureCode;
    }

    Instant createdAt() {
        return createdAt;
    }
}
