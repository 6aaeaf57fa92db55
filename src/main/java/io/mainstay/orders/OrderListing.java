package io.mainstay.orders;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mainstay.authorization.OwnedBy;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.OrganizationId;
import io.mainstay.money.Money;
import io.mainstay.paging.Keyset;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/// Reads customers' and organizations' orders and their history.
@Repository
class OrderListing {

    private final JdbcClient jdbc;

    OrderListing(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private static final String COLUMNS = "select id, organization_id, status, total, currency, placed_at ";

    /// One row of the list.
    ///
    /// @param organizationId for which it was placed; absent for the account's own
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OrderSummary(OrderId id, @Nullable OrganizationId organizationId, String status, Money total,
            Instant placedAt) {

        private static OrderSummary read(ResultSet row, int number) throws SQLException {
            var organization = row.getObject("organization_id", UUID.class);
            return new OrderSummary(new OrderId(row.getObject("id", UUID.class)),
                    organization == null ? null : new OrganizationId(organization), row.getString("status"),
                    Money.of(row.getLong("total"), row.getString("currency")),
                    row.getObject("placed_at", OffsetDateTime.class).toInstant());
        }
    }

    /// One change of an order's status.
    ///
    /// @param from `none` for the first
    /// @param changedBy `customer`, `payment`, `timer` or `operator`
    @Schema(name = "OrderChange")
    record Change(String from, String to, String changedBy, Instant at) {}

    /// What the account has placed, for whomever.
    @Transactional(readOnly = true)
    public Page<OrderSummary> of(AccountId account, PageRequest page) {
        return page(jdbc.sql(COLUMNS + """
                from orders.customer_order
                where account_id = :account and (placed_at, id) < (:placedAt, :id)
                order by placed_at desc, id desc limit :fetch
                """).param("account", account.value()), page);
    }

    /// What was placed for the organization; nothing for an account that may not read it.
    @Transactional(readOnly = true)
    public Page<OrderSummary> of(AccountId account, OrganizationId organization, PageRequest page) {
        return page(jdbc.sql(COLUMNS + """
                from orders.customer_order
                where organization_id = :organization and access.permits(:account, :organization, 'orders:read')
                    and (placed_at, id) < (:placedAt, :id)
                order by placed_at desc, id desc limit :fetch
                """).param("account", account.value()).param("organization", organization.value()), page);
    }

    private static Page<OrderSummary> page(StatementSpec statement, PageRequest page) {
        var rows = statement.param("placedAt", page.after().createdAt().atOffset(ZoneOffset.UTC))
                .param("id", page.after().id()).param("fetch", page.fetch()).query(OrderSummary::read).list();
        return Page.of(rows, page, row -> new Keyset(row.placedAt(), row.id().value()));
    }

    /// Whose an order is; joins the caller's transaction.
    Optional<OwnedBy> ownerOf(OrderId order) {
        return jdbc.sql("select account_id, organization_id from orders.customer_order where id = :order")
                .param("order", order.value()).query((row, _) -> {
                    var organization = row.getObject("organization_id", UUID.class);
                    return new OwnedBy(new AccountId(row.getObject("account_id", UUID.class)),
                            organization == null ? null : new OrganizationId(organization));
                }).optional();
    }

    /// Oldest first; empty if the account may not read the order.
    @Transactional(readOnly = true)
    public List<Change> historyOf(AccountId account, OrderId order) {
        return jdbc.sql("""
                select h.from_status, h.to_status, h.changed_by, h.at
                from orders.customer_order o join orders.history h on h.order_id = o.id
                where o.id = :order
                    and (o.account_id = :account or access.permits(:account, o.organization_id, 'orders:read'))
                order by h.id
                """).param("order", order.value()).param("account", account.value())
                .query((row, _) -> new Change(row.getString("from_status"), row.getString("to_status"),
                        row.getString("changed_by"), row.getObject("at", OffsetDateTime.class).toInstant()))
                .list();
    }
}
