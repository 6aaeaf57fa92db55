package io.mainstay.reconciliation;

import io.mainstay.caller.AccountId;
import io.mainstay.money.Money;
import io.mainstay.paging.Keyset;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.providers.OperationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The statements on `reconciliation`; whoever calls them owns the transaction.
@Repository
class ReconciliationStore {

    private static final String REPORT = """
            select r.*, (select count(*) from reconciliation.line l where l.report_id = r.id) as lines,
                   (select count(*) from reconciliation.break b where b.report_id = r.id) as breaks
            from reconciliation.report r
            """;

    private static final String BREAK = """
            select *, extract(day from coalesce(resolved_at, now()) - opened_at) as age_days from reconciliation.break
            """;

    private final JdbcClient jdbc;

    ReconciliationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Reports of a provider are imported one after the other.
    void lock(String provider) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('reconciliation/' || :provider, 0))")
                .param("provider", provider).query((_, _) -> true).single();
    }

    /// Empty if this very file was imported before.
    boolean add(ReportId id, String provider, byte[] digest, Instant from, Instant to) {
        return jdbc.sql("""
                insert into reconciliation.report (id, provider, digest, from_time, to_time)
                values (:id, :provider, :digest, :from, :to) on conflict do nothing""").param("id", id.value())
                .param("provider", provider).param("digest", digest).param("from", from.atOffset(ZoneOffset.UTC))
                .param("to", to.atOffset(ZoneOffset.UTC)).update() == 1;
    }

    ReportId find(String provider, byte[] digest) {
        return new ReportId(
                jdbc.sql("select id from reconciliation.report where provider = :provider and digest = :digest")
                        .param("provider", provider).param("digest", digest).query(UUID.class).single());
    }

    /// @return 1 new, 0 told before in the same words, -1 told before otherwise
    int add(ReportId report, String provider, Line line) {
        if (jdbc.sql("""
                insert into reconciliation.line
                    (provider, id, report_id, type, operation, operation_id, currency, amount, fee, at)
                values (:provider, :id, :report, :type, :operation, :operationId, :currency, :amount, :fee, :at)
                on conflict do nothing""").param("provider", provider).param("id", line.id())
                .param("report", report.value()).param("type", line.type().name()).param("operation", line.operation())
                .param("operationId", line.ours().map(OperationId::value).orElse(null))
                .param("currency", line.amount().currency()).param("amount", line.amount().amount())
                .param("fee", line.fee().amount()).param("at", line.at().atOffset(ZoneOffset.UTC)).update() == 1) {
            return 1;
        }
        return jdbc.sql("""
                select (type, operation, currency, amount, fee) = (:type, :operation, :currency, :amount, :fee)
                from reconciliation.line where provider = :provider and id = :id""").param("provider", provider)
                .param("id", line.id()).param("type", line.type().name()).param("operation", line.operation())
                .param("currency", line.amount().currency()).param("amount", line.amount().amount())
                .param("fee", line.fee().amount()).query(Boolean.class).single() ? 0 : -1;
    }

    /// Which of these operations are in any report.
    Set<OperationId> reported(String provider, Collection<OperationId> operations) {
        return new HashSet<>(jdbc
                .sql("""
                select operation_id from reconciliation.line where provider = :provider and operation_id = any (:ids)""")
                .param("provider", provider).param("ids", ids(operations))
                .query((row, _) -> new OperationId(row.getObject(1, UUID.class))).list());
    }

    /// Once per line and kind, or per operation that has no line.
    void open(ReportId report, String provider, BreakKind kind, @Nullable String line, @Nullable OperationId operation,
            @Nullable Money theirs, @Nullable Money ours) {
        jdbc.sql("""
                insert into reconciliation.break (id, report_id, provider, kind, line_id, operation_id, their_amount,
                    their_currency, our_amount, our_currency)
                values (:id, :report, :provider, :kind, :line, :operation, :theirs, :theirCurrency, :ours, :ourCurrency)
                on conflict do nothing""").param("id", BreakId.next().value()).param("report", report.value())
                .param("provider", provider).param("kind", kind.name()).param("line", line)
                .param("operation", operation == null ? null : operation.value())
                .param("theirs", theirs == null ? null : theirs.amount())
                .param("theirCurrency", theirs == null ? null : theirs.currency())
                .param("ours", ours == null ? null : ours.amount())
                .param("ourCurrency", ours == null ? null : ours.currency()).update();
    }

    /// What was missing and has come.
    void close(String provider, Collection<OperationId> operations, String reason) {
        jdbc.sql("""
                update reconciliation.break set resolved_at = now(), reason = :reason
                where provider = :provider and kind = 'missingAtProvider' and resolved_at is null
                    and operation_id = any (:ids)""").param("provider", provider).param("reason", reason)
                .param("ids", ids(operations)).update();
    }

    boolean resolve(BreakId id, AccountId by, String reason) {
        return jdbc.sql("""
                update reconciliation.break set resolved_at = now(), resolved_by = :by, reason = :reason
                where id = :id and resolved_at is null""").param("id", id.value()).param("by", by.value())
                .param("reason", reason).update() == 1;
    }

    Optional<Break> find(BreakId id) {
        return jdbc.sql(BREAK + "where id = :id").param("id", id.value())
                .query(ReconciliationStore::broken).optional();
    }

    Page<Break> breaks(boolean open, PageRequest page) {
        var rows = jdbc.sql(BREAK + """
                where resolved_at is %s null and (opened_at, id) < (:openedAt, :id)
                order by opened_at desc, id desc limit :fetch""".formatted(open ? "" : "not"))
                .param("openedAt", page.after().createdAt().atOffset(ZoneOffset.UTC)).param("id", page.after().id())
                .param("fetch", page.fetch()).query(ReconciliationStore::broken).list();
        return Page.of(rows, page, row -> new Keyset(row.openedAt(), row.id().value()));
    }

    /// How many are open, counted up to a thousand, and since when the oldest is.
    Open open() {
        return jdbc.sql("""
                select count(*), coalesce(extract(epoch from now() - min(opened_at)), 0)
                from (select opened_at from reconciliation.break where resolved_at is null limit 1000) as open""")
                .query((row, _) -> new Open(row.getLong(1), row.getDouble(2))).single();
    }

    record Open(long count, double oldestSeconds) {}

    Optional<Report> find(ReportId id) {
        return jdbc.sql(REPORT + "where r.id = :id").param("id", id.value()).query(ReconciliationStore::report)
                .optional();
    }

    Page<Report> reports(PageRequest page) {
        var rows = jdbc.sql(REPORT + """
                where (r.imported_at, r.id) < (:importedAt, :id) order by r.imported_at desc, r.id desc limit :fetch""")
                .param("importedAt", page.after().createdAt().atOffset(ZoneOffset.UTC)).param("id", page.after().id())
                .param("fetch", page.fetch()).query(ReconciliationStore::report).list();
        return Page.of(rows, page, row -> new Keyset(row.importedAt(), row.id().value()));
    }

    private static UUID[] ids(Collection<OperationId> operations) {
        return operations.stream().map(OperationId::value).toArray(UUID[]::new);
    }

    private static Report report(ResultSet row, int number) throws SQLException {
        return new Report(new ReportId(row.getObject("id", UUID.class)), row.getString("provider"),
                time(row, "from_time"), time(row, "to_time"), row.getInt("lines"), row.getInt("breaks"),
                time(row, "imported_at"));
    }

    private static Break broken(ResultSet row, int number) throws SQLException {
        var operation = row.getObject("operation_id", UUID.class);
        var by = row.getObject("resolved_by", UUID.class);
        var resolved = row.getObject("resolved_at", OffsetDateTime.class);
        return new Break(new BreakId(row.getObject("id", UUID.class)),
                new ReportId(row.getObject("report_id", UUID.class)), row.getString("provider"),
                BreakKind.valueOf(row.getString("kind")), row.getString("line_id"),
                operation == null ? null : new OperationId(operation), money(row, "their"), money(row, "our"),
                time(row, "opened_at"), row.getLong("age_days"), resolved == null ? null : resolved.toInstant(),
                by == null ? null : new AccountId(by), row.getString("reason"));
    }

    private static @Nullable Money money(ResultSet row, String whose) throws SQLException {
        var currency = row.getString(whose + "_currency");
        return currency == null ? null : Money.of(row.getLong(whose + "_amount"), currency);
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
