package io.mainstay.payments;

import io.mainstay.authorization.OwnedBy;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.OrganizationId;
import io.mainstay.money.Money;
import io.mainstay.providers.OperationId;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/// What is owed for one order, with every attempt to collect it.
@Entity
@SuppressWarnings("UnusedVariable") // some columns are only written
@Table(schema = "payments", name = "payment")
class Payment implements Persistable<UUID> {

    @Id
    private UUID id;

    private UUID orderId;

    private UUID accountId;

    private @Nullable UUID organizationId;

    private String currency;

    private long amount;

    private long tax;

    private long authorized;

    private long captured;

    private long refunded;

    private long refundPending;

    private long disputeLost;

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
        this.orderId = terms.orderId();
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

    /// Begins to authorize and capture the whole amount: two operations that one call to the provider decides.
    ///
    /// @param checkAt when the repair job asks about them if nobody has recorded an outcome by then
    /// @return the authorization
    Operation submit(Instant now, Instant checkAt) {
        moveTo(PaymentStatus.processing, now);
        failureCode = null;
        var attempt = operations.stream().mapToInt(Operation::attempt).max().orElse(0) + 1;
        var authorize = new Operation(this, OperationKind.authorize, attempt, now, checkAt);
        operations.add(authorize);
        operations.add(new Operation(this, OperationKind.capture, attempt, now, checkAt));
        return authorize;
    }

    void capture(String reference, Instant now) {
        moveTo(PaymentStatus.succeeded, now);
        open().forEach(operation -> operation.succeed(reference));
        authorized = amount;
        captured = amount;
    }

    void decline(String code, Instant now) {
        moveTo(PaymentStatus.requiresPaymentMethod, now);
        open().forEach(operation -> operation.fail(code));
        failureCode = code;
    }

    void leaveUnknown(Instant nextCheckAt, Instant now) {
        updatedAt = now;
        open().forEach(operation -> operation.leaveUnknown(nextCheckAt));
    }

    void handOver(Instant now) {
        moveTo(PaymentStatus.review, now);
        open().forEach(Operation::handOver);
    }

    void cancel(Instant now) {
        moveTo(PaymentStatus.canceled, now);
    }

    /// @param amount at most [#refundable]
    Operation refund(Money amount, String reason, Instant now, Instant checkAt) {
        return add(new Operation(this, amount.amount(), reason, false, now, checkAt), now);
    }

    /// @param amount at most [#refundable]
    Operation queueRefund(Money amount, String reason, Instant dueAt) {
        return add(new Operation(this, amount.amount(), reason, true, dueAt, dueAt), dueAt);
    }

    private Operation add(Operation refund, Instant now) {
        operations.add(refund);
        refundPending += refund.amount();
        updatedAt = now;
        return refund;
    }

    /// Empty if somebody else has taken it.
    Optional<Operation> takeFromQueue(UUID id, Instant checkAt) {
        var queued = operations.stream().filter(operation -> operation.id().value().equals(id)
                && operation.status() == OperationStatus.created).findAny();
        queued.ifPresent(operation -> operation.submit(checkAt));
        return queued;
    }

    void succeedRefund(Operation refund, String reference, Instant now) {
        refund.succeed(reference);
        refundPending -= refund.amount();
        refunded += refund.amount();
        updatedAt = now;
    }

    void failRefund(Operation refund, String code, Instant now) {
        refund.fail(code);
        refundPending -= refund.amount();
        updatedAt = now;
    }

    void leaveRefundUnknown(Operation refund, Instant nextCheckAt, Instant now) {
        refund.leaveUnknown(nextCheckAt);
        updatedAt = now;
    }

    void handOverRefund(Operation refund, Instant now) {
        refund.handOver();
        updatedAt = now;
    }

    /// What can still be paid back: what was captured, less refunds, those under way included, and lost disputes.
    Money refundable() {
        return Money.of(Math.max(0, captured - refunded - refundPending - disputeLost), currency);
    }

    boolean isRefundUnderWay() {
        return operations.stream().anyMatch(operation -> operation.isRefund()
                && (operation.status() == OperationStatus.created || operation.status().isOpen()));
    }

    /// The part of an open refund that is tax, so that all refunds together have the part that the payment has, to the unit.
    Money taxOf(Operation refund) {
        return Money.of(taxIn(refunded + refund.amount()) - taxIn(refunded), currency);
    }

    private long taxIn(long part) {
        return captured == 0
                ? 0
                : BigInteger.valueOf(tax).multiply(BigInteger.valueOf(part)).divide(BigInteger.valueOf(captured))
                        .longValueExact();
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
        return open().stream().anyMatch(operation -> operation.id().equals(id));
    }

    boolean failed(OperationId id) {
        return operations.stream().anyMatch(
                operation -> operation.id().equals(id) && operation.status() == OperationStatus.failed);
    }

    private List<Operation> open() {
        return operations.stream().filter(operation -> !operation.isRefund() && operation.status().isOpen()).toList();
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

    UUID orderId() {
        return orderId;
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
        return Money.of(captured, currency);
    }

    Money refunded() {
        return Money.of(refunded, currency);
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
