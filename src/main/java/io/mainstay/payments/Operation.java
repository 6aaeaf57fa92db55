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

    private Instant createdAt;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected Operation() {}

    Operation(Payment payment, OperationKind kind, int attempt, Instant now, Instant nextCheckAt) {
        this.id = OperationId.next().value();
        this.payment = payment;
        this.kind = kind;
        this.attempt = attempt;
        this.amount = payment.amount().amount();
        this.status = OperationStatus.submitting;
        this.createdAt = now;
        this.nextCheckAt = nextCheckAt;
    }

    /// A refund.
    ///
    /// @param queued whether it's sent later, at `dueAt`; otherwise it is about to be sent
    Operation(Payment payment, long amount, String reason, boolean queued, Instant now, Instant dueAt) {
        this.id = OperationId.next().value();
        this.payment = payment;
        this.kind = OperationKind.refund;
        this.attempt = payment.authorization().attempt();
        this.amount = amount;
        this.status = queued ? OperationStatus.created : OperationStatus.submitting;
        this.reason = reason;
        this.automatic = queued;
        this.createdAt = now;
        this.nextCheckAt = dueAt;
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

    boolean isRefund() {
        return kind == OperationKind.refund;
    }

    /// Whether the program itself sees it through.
    boolean isAutomatic() {
        return automatic;
    }

    /// Of a refund.
    String reason() {
        return String.valueOf(reason);
    }

    /// The provider's name for it, once it succeeded.
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
