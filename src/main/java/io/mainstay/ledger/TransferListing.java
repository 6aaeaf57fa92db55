package io.mainstay.ledger;

import io.mainstay.money.Money;
import io.mainstay.paging.Keyset;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.rowsecurity.AllRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Reads transfers for those who may read the whole ledger.
@Repository
class TransferListing {

    private static final TypeReference<Map<String, String>> METADATA = new TypeReference<>() {
    };

    private final JdbcClient jdbc;
    private final AllRows allRows;
    private final JsonMapper json;

    TransferListing(JdbcClient jdbc, AllRows allRows, JsonMapper json) {
        this.jdbc = jdbc;
        this.allRows = allRows;
        this.json = json;
    }

    Optional<TransferResponse> byReference(String reference) {
        return read(select("where reference = :reference").param("reference", reference)).stream().findFirst();
    }

    Optional<TransferResponse> byId(TransferId id) {
        return read(select("where id = :id").param("id", id.value())).stream().findFirst();
    }

    /// In the order of their ids, which is that of time as the program's clock has it: an index less per transfer.
    Page<TransferResponse> list(PageRequest page) {
        var found = read(select("""
                where id < :id order by id desc limit :fetch""").param("id", page.after().id())
                .param("fetch", page.fetch()));
        return Page.of(found, page, row -> new Keyset(row.postedAt(), row.id().value()));
    }

    /// @param which the transfers, of which there are at most a page; their entries come along
    private StatementSpec select(String which) {
        return jdbc.sql("""
                select t.*, r.id as resolved_by, r.phase as resolution, v.id as reversed_by,
                       a.id as account_id, a.code, a.kind, a.owner, a.owner_type, e.currency, e.amount, e.layer
                from (select * from ledger.transfer %s) t
                left join ledger.transfer r on r.resolves = t.id left join ledger.transfer v on v.reverses = t.id
                join ledger.entry e on e.transfer_id = t.id join ledger.account a on a.id = e.account_id
                order by t.id desc, e.position
                """.formatted(which));
    }

    private List<TransferResponse> read(StatementSpec select) {
        return allRows.read(() -> select.query(this::assemble));
    }

    private List<TransferResponse> assemble(ResultSet rows) throws SQLException {
        var found = new ArrayList<TransferResponse>();
        List<TransferResponse.Entry> entries = new ArrayList<>();
        while (rows.next()) {
            var id = new TransferId(rows.getObject("id", UUID.class));
            if (found.isEmpty() || !found.getLast().id().equals(id)) {
                entries = new ArrayList<>();
                found.add(transfer(id, rows, entries));
            }
            entries.add(entry(rows));
        }
        return found;
    }

    private TransferResponse transfer(TransferId id, ResultSet row, List<TransferResponse.Entry> entries)
            throws SQLException {
        var expiresAt = row.getObject("expires_at", OffsetDateTime.class);
        return new TransferResponse(id, row.getString("reference"), row.getString("description"),
                json.readValue(row.getString("metadata"), METADATA),
                TransferResponse.status(row.getString("phase"), row.getString("resolution")),
                row.getObject("posted_at", OffsetDateTime.class).toInstant(),
                expiresAt == null ? null : expiresAt.toInstant(), another(row, "resolves"), another(row, "resolved_by"),
                another(row, "reverses"), another(row, "reversed_by"), entries);
    }

    private static TransferResponse.Entry entry(ResultSet row) throws SQLException {
        var amount = row.getLong("amount");
        var account = Balances.account(row);
        return new TransferResponse.Entry(new LedgerAccountId(row.getObject("account_id", UUID.class)), account.code(),
                account.owner() == null ? null : account.owner().toString(), amount > 0 ? "debit" : "credit",
                Money.of(Math.abs(amount), account.currency()), row.getString("layer"));
    }

    private static @Nullable TransferId another(ResultSet row, String column) throws SQLException {
        var id = row.getObject(column, UUID.class);
        return id == null ? null : new TransferId(id);
    }
}
