package io.mainstay.orders;

import io.mainstay.caller.AccountId;
import io.mainstay.caller.OrganizationId;
import io.mainstay.money.Money;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.ListIndexBase;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/// One customer's order, for themselves or for an organization. What was agreed never changes after placement; the status moves by the verbs below.
@Entity
@SuppressWarnings("UnusedVariable") // some columns are only written
@Table(schema = "orders", name = "customer_order")
class Order implements Persistable<UUID> {

    @Id
    private UUID id;

    private UUID accountId;

    private @Nullable UUID organizationId;

    @Enumerated(EnumType.STRING)
    private OrderStatus status;

    private String currency;

    private long total;

    private long tax;

    private Instant placedAt;

    private Instant expiresAt;

    @Enumerated(EnumType.STRING)
    private Actor changedBy;

    @ElementCollection
    @CollectionTable(schema = "orders", name = "order_line", joinColumns = @JoinColumn(name = "order_id"))
    @OrderColumn(name = "position")
    @ListIndexBase(1)
    private List<OrderLine> lines = new ArrayList<>();

    @Version
    private @Nullable Long version;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected Order() {}

    /// @param organization for which it is placed; null for the account itself
    /// @param currency of all lines
    /// @param lines at least one
    Order(AccountId account, @Nullable OrganizationId organization, String currency, List<OrderLine> lines,
            Instant placedAt, Instant expiresAt) {
        this.id = OrderId.next().value();
        this.accountId = account.value();
        this.organizationId = organization == null ? null : organization.value();
        this.status = OrderStatus.pendingPayment;
        this.currency = currency;
        this.total = lines.stream().mapToLong(OrderLine::total).reduce(0, Math::addExact);
        this.tax = lines.stream().mapToLong(OrderLine::tax).reduce(0, Math::addExact);
        this.placedAt = placedAt;
        this.expiresAt = expiresAt;
        this.changedBy = Actor.customer;
        this.lines.addAll(lines);
    }

    void confirm() {
        moveTo(OrderStatus.confirmed, Actor.payment);
    }

    void expire() {
        moveTo(OrderStatus.expired, Actor.timer);
    }

    void cancel() {
        moveTo(OrderStatus.cancelled, Actor.customer);
    }

    /// The timer looks again then.
    void postponeExpiry(Instant expiresAt) {
        this.expiresAt = expiresAt;
    }

    boolean isPendingPayment() {
        return status == OrderStatus.pendingPayment;
    }

    /// By its customer: nothing of it has been sent.
    boolean isCancellable() {
        return status == OrderStatus.pendingPayment || status == OrderStatus.confirmed;
    }

    private void moveTo(OrderStatus target, Actor actor) {
        if (!status.next().contains(target)) {
            throw new IllegalStateException("order " + id() + " cannot go from " + status + " to " + target);
        }
        status = target;
        changedBy = actor;
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

    OrderId id() {
        return new OrderId(id);
    }

    AccountId account() {
        return new AccountId(accountId);
    }

    @Nullable
    OrganizationId organization() {
        return organizationId == null ? null : new OrganizationId(organizationId);
    }

    OrderStatus status() {
        return status;
    }

    Money total() {
        return Money.of(total, currency);
    }

    Money tax() {
        return Money.of(tax, currency);
    }

    Money money(long amount) {
        return Money.of(amount, currency);
    }

    Instant placedAt() {
        return placedAt;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    List<OrderLine> lines() {
        return List.copyOf(lines);
    }

    long version() {
        return version == null ? 0 : version;
    }
}
