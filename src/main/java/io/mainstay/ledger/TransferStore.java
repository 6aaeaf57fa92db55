package io.mainstay.ledger;

import io.mainstay.money.Money;
import io.mainstay.problem.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// Writes transfers with their entries: any number in one round trip. Joins the caller's transaction.
@Repository
class TransferStore {

    private static final String TRANSFERS = """
            unnest(:ids::uuid[], :references::text[], :descriptions::text[], :metadata::text[]::jsonb[], :orderers::uuid[])
                as t (id, reference, description, metadata, ordered_by)
            """;
    private static final String ENTRIES = """
            unnest(:transfers::uuid[], :positions::smallint[], :accounts::uuid[], :owners::uuid[], :currencies::text[],
                :amounts::bigint[]) as e (transfer_id, position, account_id, owner, currency, amount)
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    TransferStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// A transfer and the id that it gets.
    record Numbered(TransferId id, Transfer transfer) {

        static Numbered next(Transfer transfer) {
            return new Numbered(TransferId.next(), transfer);
        }
    }

    /// One entry and where it belongs.
    private record Line(TransferId transfer, short position, Transfer.Entry entry) {}

    /// All of them or none, in one statement.
    ///
    /// @param expiresAt until when they hold; null: they are posted
    void insert(List<Numbered> transfers, @Nullable Instant expiresAt) {
        var statement = jdbc.sql("""
                with posted as (
                    insert into ledger.transfer (id, reference, description, metadata, ordered_by, phase, expires_at)
                    select t.*, case when :expiresAt::timestamptz is null then 'single' else 'hold' end,
                           :expiresAt::timestamptz
                    from %s)
                insert into ledger.entry (transfer_id, position, account_id, owner, currency, amount, layer)
                select e.*, case when :expiresAt::timestamptz is null then 'posted' else 'held' end from %s
                """.formatted(TRANSFERS, ENTRIES)).param("expiresAt", expiresAt == null ? null : expiresAt.toString());
        BrokenRule.orRefused(() -> withEntries(statement, transfers).update());
    }

    /// Each for itself, in one statement.
    ///
    /// @return in the same order why each was refused; empty for what was posted
    List<Optional<Refusal>> insertEach(List<Numbered> transfers) {
        var statement = jdbc.sql("""
                select refused_by, state from ledger.post_each(:ids::uuid[], :references::text[], :descriptions::text[],
                    :metadata::text[], :orderers::uuid[], :transfers::uuid[], :positions::smallint[], :accounts::uuid[],
                    :owners::uuid[], :currencies::text[], :amounts::bigint[])
                """);
        return withEntries(statement, transfers).query((row, _) -> {
            var state = row.getString("state");
            return state == null
                    ? Optional.<Refusal>empty()
                    : Optional.of(BrokenRule
                            .refusal(row.getString("refused_by"), state)
                            .orElseThrow(() -> new IllegalStateException("a transfer was refused with " + state)));
        }).list();
    }

    /// @param part posts a part of a hold of two entries
    /// @param split posts other parts; its reference, description and metadata are the resolution's
    /// @param metadata the resolution's, where there is no split
    void resolve(TransferId id, TransferId hold, String how, @Nullable Money part, @Nullable Transfer split,
            Map<String, String> metadata) {
        var statement = jdbc.sql("""
                select ledger.resolve_hold(:id, :hold, :how, :reference, :description, :metadata::jsonb, :orderer::uuid,
                    :part::bigint, :currency, :accounts::uuid[], :amounts::bigint[])
                """).param("id", id.value()).param("hold", hold.value()).param("how", how)
                .param("reference", split == null ? how + ":" + hold : split.reference())
                .param("description", split == null ? null : split.description())
                .param("metadata", json.writeValueAsString(split == null ? metadata : split.metadata()))
                .param("orderer", split == null || split.orderedBy() == null ? null : split.orderedBy().id())
                .param("part", part == null ? null : part.amount())
                .param("currency", part == null ? null : part.currency()).param("accounts", split == null
                        ? null
                        : split.entries().stream().map(entry -> entry.account().id().value()).toArray(UUID[]::new))
                .param("amounts", split == null
                        ? null
                        : split.entries().stream().map(Transfer.Entry::amount).toArray(Long[]::new));
        BrokenRule.orRefused(() -> statement.query((_, _) -> id).single());
    }

    void reverse(TransferId id, TransferId reversed, String description, Map<String, String> metadata) {
        var statement = jdbc.sql("select ledger.reverse(:id, :reversed, :reference, :description, :metadata::jsonb)")
                .param("metadata", json.writeValueAsString(metadata))
                .param("id", id.value()).param("reversed", reversed.value())
                .param("reference", "reversal:" + reversed).param("description", description);
        BrokenRule.orRefused(() -> statement.query((_, _) -> id).single());
    }

    private StatementSpec withEntries(StatementSpec statement, List<Numbered> transfers) {
        var lines = transfers.stream().flatMap(TransferStore::lines).toList();
        return statement.param("ids", column(transfers, one -> one.id().value(), UUID[]::new))
                .param("references", column(transfers, one -> one.transfer().reference(), String[]::new))
                .param("descriptions", column(transfers, one -> one.transfer().description(), String[]::new))
                .param("metadata",
                        column(transfers, one -> json.writeValueAsString(one.transfer().metadata()), String[]::new))
                .param("orderers", column(transfers, TransferStore::orderer, UUID[]::new))
                .param("transfers", column(lines, line -> line.transfer().value(), UUID[]::new))
                .param("positions", column(lines, Line::position, Short[]::new))
                .param("accounts", column(lines, line -> line.entry().account().id().value(), UUID[]::new))
                .param("owners", column(lines, line -> line.entry().account().ownerId(), UUID[]::new))
                .param("currencies", column(lines, line -> line.entry().account().currency(), String[]::new))
                .param("amounts", column(lines, line -> line.entry().amount(), Long[]::new));
    }

    private static Stream<Line> lines(Numbered numbered) {
        var entries = numbered.transfer().entries();
        return IntStream.range(0, entries.size())
                .mapToObj(index -> new Line(numbered.id(), (short) (index + 1), entries.get(index)));
    }

    private static @Nullable UUID orderer(Numbered numbered) {
        var owner = numbered.transfer().orderedBy();
        return owner == null ? null : owner.id();
    }

    private static <R, T> T[] column(List<R> rows, Function<R, ? extends @Nullable T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
