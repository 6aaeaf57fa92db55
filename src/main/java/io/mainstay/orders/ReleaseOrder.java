package io.mainstay.orders;

import io.mainstay.caller.AccountId;
import io.mainstay.catalog.Catalog;
import io.mainstay.catalog.ProductId;
import io.mainstay.payments.Payments;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Ends an order that isn't under way to its customer yet, by that customer, by a member of its organization or, while it is
/// unpaid, by the timer. Gives its stock back, and its money. Never while money may be moving.
@Service
class ReleaseOrder {

    private final OrderRepository orders;
    private final Payments payments;
    private final Catalog catalog;
    private final OrderSettings settings;
    private final Clock clock;
    private final JdbcClient jdbc;

    ReleaseOrder(OrderRepository orders, Payments payments, Catalog catalog, OrderSettings settings, Clock clock,
            JdbcClient jdbc) {
        this.orders = orders;
        this.payments = payments;
        this.catalog = catalog;
        this.settings = settings;
        this.clock = clock;
        this.jdbc = jdbc;
    }

    /// @throws Refusal `not-found` (404), `order-not-cancellable` (409)
    @Transactional(propagation = Propagation.MANDATORY)
    public Order cancel(AccountId account, OrderId id) {
        var order = orders.lockActionable(account.value(), id.value())
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "There is no such order."));
        if (!order.isCancellable()) {
            throw new Refusal(OrderProblems.NOT_CANCELLABLE, "The order is " + order.status() + ".");
        }
        if (!payments.giveBack(id.value(), "The order was cancelled.")) {
            throw new Refusal(OrderProblems.NOT_CANCELLABLE, "Its payment, or a refund of it, has no outcome yet.");
        }
        order.cancel();
        release(order);
        return order;
    }

    /// Unpaid orders whose time is over, oldest first.
    @Transactional(readOnly = true)
    public List<UUID> overdue() {
        return jdbc.sql("""
                select id from orders.customer_order where status = 'pendingPayment' and expires_at <= :now
                order by expires_at limit :batch
                """).param("now", clock.instant().atOffset(java.time.ZoneOffset.UTC))
                .param("batch", settings.expiryBatch()).query((row, _) -> row.getObject("id", UUID.class)).list();
    }

    /// Does nothing if the order was paid or ended meanwhile; postpones it while its payment has no outcome, or holds the
    /// money until it's captured.
    @Transactional
    public void expire(UUID id) {
        var order = orders.lock(id).orElseThrow();
        var now = clock.instant();
        if (!order.isPendingPayment() || order.expiresAt().isAfter(now)) {
            return;
        }
        if (!payments.isHeld(id) && payments.giveBack(id, "The order has expired.")) {
            order.expire();
            release(order);
        } else {
            order.postponeExpiry(now.plus(settings.expiryPostponement()));
        }
    }

    private void release(Order order) {
        catalog.release(order.lines().stream()
                .collect(Collectors.toMap(line -> new ProductId(line.productId()), OrderLine::open)));
        orders.flush();
    }
}
