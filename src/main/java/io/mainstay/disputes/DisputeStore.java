package io.mainstay.disputes;

import io.mainstay.money.Money;
import io.mainstay.paging.Keyset;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.payments.PaymentId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The statements on `disputes.dispute`; whoever calls them owns the transaction.
@Repository
class DisputeStore {

    private static final String COLUMNS = """
            id, payment_id, provider, reference, currency, amount, reason, status, opened_at, changed_at
            """;

    private final JdbcClient jdbc;

    DisputeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Empty if it's known already: then it's as it was.
    Optional<Dispute> add(Dispute dispute) {
        return jdbc.sql("""
                insert into disputes.dispute
                    (id, payment_id, provider, reference, currency, amount, reason, status, changed_at)
                values (:id, :payment, :provider, :reference, :currency, :amount, :reason, :status, :changedAt)
                on conflict (provider, reference) do nothing returning %s""".formatted(COLUMNS))
                .param("id", dispute.id().value()).param("payment", dispute.paymentId().value())
                .param("provider", dispute.provider()).param("reference", dispute.reference())
                .param("currency", dispute.amount().currency()).param("amount", dispute.amount().amount())
                .param("reason", dispute.reason()).param("status", dispute.status().name())
                .param("changedAt", dispute.changedAt().atOffset(ZoneOffset.UTC)).query(DisputeStore::dispute)
                .optional();
    }

    Dispute lock(String provider, String reference) {
        return jdbc.sql("select " + COLUMNS + """
                 from disputes.dispute where provider = :provider and reference = :reference for no key update""")
                .param("provider", provider).param("reference", reference).query(DisputeStore::dispute).single();
    }

    /// Moves one that the caller has locked.
    Dispute move(Dispute dispute, DisputeStatus status, Instant changedAt) {
        return jdbc.sql("""
                update disputes.dispute set status = :status, changed_at = :changedAt where id = :id
                returning %s""".formatted(COLUMNS)).param("id", dispute.id().value()).param("status", status.name())
                .param("changedAt", changedAt.atOffset(ZoneOffset.UTC)).query(DisputeStore::dispute).single();
    }

    Optional<Dispute> find(DisputeId id) {
        return jdbc.sql("select " + COLUMNS + " from disputes.dispute where id = :id").param("id", id.value())
                .query(DisputeStore::dispute).optional();
    }

    /// @param status null for all
    Page<Dispute> list(@Nullable DisputeStatus status, PageRequest page) {
        var rows = jdbc.sql("""
                select %s from disputes.dispute where %s (opened_at, id) < (:openedAt, :id)
                order by opened_at desc, id desc limit :fetch
                """.formatted(COLUMNS, status == null ? "" : "status = :status and"))
                .param("status", status == null ? null : status.name())
                .param("openedAt", page.after().createdAt().atOffset(ZoneOffset.UTC)).param("id", page.after().id())
                .param("fetch", page.fetch()).query(DisputeStore::dispute).list();
        return Page.of(rows, page, row -> new Keyset(row.openedAt(), row.id().value()));
    }

    private static Dispute dispute(ResultSet row, int number) throws SQLException {
        return new Dispute(new DisputeId(row.getObject("id", UUID.class)),
                new PaymentId(row.getObject("payment_id", UUID.class)), row.getString("provider"),
                row.getString("reference"), Money.of(row.getLong("amount"), row.getString("currency")),
                row.getString("reason"), DisputeStatus.valueOf(row.getString("status")),
                row.getObject("opened_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }
}
