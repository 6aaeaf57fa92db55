package io.mainstay.catalog;

import io.mainstay.caller.AccountId;
import io.mainstay.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The pieces of all products. Whoever changes several rows locks them in the order of their product ids, so no two
/// can wait for each other.
@Repository
class Stock {

    static final int MAX_ON_HAND = 1_000_000_000;

    /// The rows are locked in order first; then each is changed under a condition, which PostgreSQL checks again on
    /// the row as the transaction before left it. That condition is what makes it safe, not the lock.
    private static final String RESERVE = """
            with wanted as (
                select * from unnest(cast(:ids as uuid[]), cast(:quantities as integer[])) as w (product_id, quantity)
            ), locked as (
                select s.product_id
                from catalog.stock s join wanted w on w.product_id = s.product_id
                    join catalog.product p on p.id = s.product_id
                where p.status = 'active'
                order by s.product_id
                for no key update of s
            ), reserved as (
                update catalog.stock s set reserved = s.reserved + w.quantity
                from locked l join wanted w on w.product_id = l.product_id
                where s.product_id = l.product_id and s.on_hand - s.reserved >= w.quantity
                returning s.product_id
            )
            select w.product_id, w.quantity, p.sku, p.name, p.price_minor, p.currency, p.tax_basis_points,
                p.status = 'active' as sold, r.product_id is not null as reserved
            from wanted w left join catalog.product p on p.id = w.product_id
                left join reserved r on r.product_id = w.product_id
            order by w.product_id
            """;
    private static final String RELEASE = """
            with returned as (
                select * from unnest(cast(:ids as uuid[]), cast(:quantities as integer[])) as r (product_id, quantity)
            ), locked as (
                select s.product_id
                from catalog.stock s join returned r on r.product_id = s.product_id
                order by s.product_id
                for no key update of s
            )
            update catalog.stock s set reserved = s.reserved - r.quantity
            from locked l join returned r on r.product_id = l.product_id
            where s.product_id = l.product_id
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    Stock(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// What became of one wish.
    sealed interface Outcome {

        record Reserved(ReservedProduct product) implements Outcome {}

        record NotSold(ProductId id) implements Outcome {}

        record TooFew(ProductId id) implements Outcome {}
    }

    /// Pieces of one product.
    ///
    /// @param onHand in the warehouse, reserved ones included
    /// @param reserved promised to orders
    record Level(ProductId productId, int onHand, int reserved) {}

    /// Reserves what can be reserved; one outcome for each product, in the order of their ids.
    List<Outcome> reserve(Map<ProductId, Integer> quantities) {
        return bind(RESERVE, quantities).query(Stock::readOutcome).list();
    }

    /// @return how many of the products exist
    int release(Map<ProductId, Integer> quantities) {
        return bind(RELEASE, quantities).update();
    }

    Optional<Level> find(ProductId product) {
        return jdbc.sql("select product_id, on_hand, reserved from catalog.stock where product_id = :product")
                .param("product", product.value()).query(Stock::readLevel).optional();
    }

    /// Changes the pieces on hand and writes down why, in one statement.
    ///
    /// @param by who does it; `null` for the program itself
    /// @return empty, and nothing is changed, if there is no such product or the pieces on hand would leave their range
    Optional<Level> adjust(ProductId product, int delta, String reason, @Nullable AccountId by) {
        return jdbc.sql("""
                with changed as (
                    update catalog.stock set on_hand = on_hand + :delta
                    where product_id = :product and on_hand + :delta between reserved and :max
                    returning product_id, on_hand, reserved
                ), noted as (
                    insert into catalog.stock_adjustment (product_id, delta, reason, adjusted_by, adjusted_at)
                    select product_id, :delta, :reason, cast(:by as uuid), :now from changed
                )
                select product_id, on_hand, reserved from changed
                """).param("product", product.value()).param("delta", delta).param("max", MAX_ON_HAND)
                .param("reason", reason).param("by", by == null ? null : by.value())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC)).query(Stock::readLevel).optional();
    }

    private JdbcClient.StatementSpec bind(String sql, Map<ProductId, Integer> quantities) {
        var entries = List.copyOf(quantities.entrySet());
        return jdbc.sql(sql)
                .param("ids", entries.stream().map(entry -> entry.getKey().value().toString()).toArray(String[]::new))
                .param("quantities", entries.stream().mapToInt(Map.Entry::getValue).toArray());
    }

    private static Outcome readOutcome(ResultSet row, int number) throws SQLException {
        var id = new ProductId(row.getObject("product_id", UUID.class));
        if (!row.getBoolean("sold")) {
            return new Outcome.NotSold(id);
        }
        if (!row.getBoolean("reserved")) {
            return new Outcome.TooFew(id);
        }
        return new Outcome.Reserved(new ReservedProduct(id, row.getString("sku"), row.getString("name"),
                Money.of(row.getLong("price_minor"), row.getString("currency")), row.getInt("tax_basis_points"),
                row.getInt("quantity")));
    }

    private static Level readLevel(ResultSet row, int number) throws SQLException {
        return new Level(new ProductId(row.getObject("product_id", UUID.class)), row.getInt("on_hand"),
                row.getInt("reserved"));
    }
}
