package io.mainstay.orders;

import io.mainstay.authorization.OwnedBy;
import io.mainstay.caller.AccountId;
import io.mainstay.ledger.LedgerAccount;
import io.mainstay.messaging.Outbox;
import io.mainstay.money.Money;
import io.mainstay.payments.PaymentId;
import io.mainstay.payments.PaymentPurpose;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Confirms an order in the transaction that records its payment, and announces it.
@Service
class OrderPayments implements PaymentPurpose {

    static final String PURPOSE = "order";

    private final OrderRepository orders;
    private final Outbox outbox;
    private final Clock clock;

    OrderPayments(OrderRepository orders, Outbox outbox, Clock clock) {
        this.orders = orders;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// The message `order.confirmed`, version 1; `docs/reference/messages` has its schema.
    record OrderConfirmed(OrderId orderId, AccountId accountId, PaymentId paymentId, Money total, Instant confirmedAt,
            List<Line> lines) {

        static final String TYPE = "order.confirmed";
        static final int VERSION = 1;

        record Line(String sku, String name, int quantity, Money total) {}
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(UUID orderId) {
        var _ = orders.lock(orderId).orElseThrow();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean isWanted(UUID orderId) {
        return orders.findById(orderId).orElseThrow().isPendingPayment();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void captured(UUID orderId, PaymentId payment) {
        var order = orders.findById(orderId).orElseThrow();
        order.confirm();
        var lines = order.lines().stream().map(line -> new OrderConfirmed.Line(line.sku(), line.name(),
                line.quantity(), order.money(line.total()))).toList();
        outbox.publish(OrderConfirmed.TYPE, OrderConfirmed.VERSION, order.id().toString(), new OrderConfirmed(
                order.id(), order.account(), payment, order.total(), clock.instant(), lines));
    }

    @Override
    public String name() {
        return PURPOSE;
    }

    @Override
    public boolean isPayableAgain() {
        return true;
    }

    @Override
    public Optional<LedgerAccount> creditedTo(OwnedBy payer, String currency) {
        return Optional.empty();
    }
}
