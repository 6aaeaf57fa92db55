package io.mainstay.orders;

import io.mainstay.caller.AccountId;
import io.mainstay.money.Money;
import io.mainstay.paging.Keyset;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Reads a customer's orders and their history.
@Repository
class OrderListing {

    private final JdbcClient jdbc;

    OrderListing(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// One row of the list.
    record OrderSummary(OrderId id, String status, Money total, Instant placedAt) {}

    /// One change of an order's status.
    ///
    /// @param from `none` for the first
    /// @param changedBy `customer`, `payment`, `timer` or `operator`
    @Schema(name = "OrderChange")
    record Change(String from, String to, String changedBy, Instant at) {}

    Page<OrderSummary> of(AccountId account, PageRequest page) {
        var rows = jdbc.sql("""
                select id, status, total, currency, placed_at from orders.customer_order
                where account_id = :account and (placed_at, id) < (:placedAt, :id)
                order by placed_at desc, id desc limit :fetch
                """).param("account", account.value())
                .param("placedAt", page.after().createdAt().atOffset(ZoneOffset.UTC)).param("id", page.after().id())
                .param("fetch", page.fetch())
                .query((row, _) -> new OrderSummary(new OrderId(row.getObject("id", UUID.class)),
                        row.getString("status"), Money.of(row.getLong("total"), row.getString("currency")),
                        row.getObject("placed_at", OffsetDateTime.class).toInstant()))
                .list();
        return Page.of(rows, page, row -> new Keyset(row.placedAt(), row.id().value()));
    }

    /// Oldest first; empty if the order isn't this account's.
    List<Change> historyOf(AccountId account, OrderId order) {
        return jdbc.sql("""
                select h.from_status, h.to_status, h.changed_by, h.at
                from orders.customer_order o join orders.history h on h.order_id = o.id
                where o.id = :order and o.account_id = :account order by h.id
                """).param("order", order.value()).param("account", account.value())
                .query((row, _) -> new Change(row.getString("from_status"), row.getString("to_status"),
                        row.getString("changed_by"), row.getObject("at", OffsetDateTime.class).toInstant()))
                .list();
    }
}
