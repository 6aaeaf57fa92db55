package io.mainstay.orders;

import io.mainstay.auth.ClosingObserver;
import io.mainstay.caller.AccountId;
import io.mainstay.problem.Refusal;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What becomes of the orders of somebody who goes: unpaid ones are cancelled and give their stock back, paid ones are
/// carried out. What was placed for an organization stays, since it is the organization's. While a payment has no outcome nobody goes, since it may have to be told of.
@Component
class CancelOrdersOfClosedAccount implements ClosingObserver {

    /// In one transaction. Unpaid orders end by themselves within their payment window.
    private static final int MAX = 100;

    private final ReleaseOrder releaseOrder;
    private final JdbcClient jdbc;

    CancelOrdersOfClosedAccount(ReleaseOrder releaseOrder, JdbcClient jdbc) {
        this.releaseOrder = releaseOrder;
        this.jdbc = jdbc;
    }

    /// @throws Refusal `order-not-cancellable` (409)
    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void closing(AccountId account) {
        var unpaid = jdbc.sql("""
                select id from orders.customer_order
                where account_id = :account and organization_id is null and status = 'pendingPayment'
                order by id limit :fetch""").param("account", account.value()).param("fetch", MAX + 1)
                .query(UUID.class).list();
        if (unpaid.size() > MAX) {
            throw new Refusal(OrderProblems.NOT_CANCELLABLE, "Cancel your unpaid orders first: they are too many.");
        }
        unpaid.forEach(id -> releaseOrder.cancel(account, new OrderId(id)));
    }
}
