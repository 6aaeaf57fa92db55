package io.mainstay.catalog;

import io.mainstay.money.Money;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// All products. SQL rather than an entity: a page is one statement that also reads the stock, and a change is one row.
@Repository
class Products {

    private static final String SELECT = """
            select p.id, p.sku, p.name, p.description, p.price_minor, p.currency, p.tax_basis_points, p.status,
                p.created_at, p.version, s.on_hand > s.reserved as in_stock
            from catalog.product p join catalog.stock s on s.product_id = p.id
            """;
    private static final String NEWEST = SELECT + """
            where p.status = 'active' and (p.created_at, p.id) < (:createdAt, :id)
            order by p.created_at desc, p.id desc limit :rows
            """;
    private static final String FOUND = SELECT + """
            where p.status = 'active' and (p.created_at, p.id) < (:createdAt, :id)
                and p.search @@ websearch_to_tsquery('catalog.words', :words)
            order by p.created_at desc, p.id desc limit :rows
            """;
    private static final String BY_ID = SELECT + " where p.id = :id";

    private final JdbcClient jdbc;
    private final Clock clock;

    Products(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// The active ones, newest first.
    ///
    /// @param words what each must contain in its name or description, in the syntax of web search engines: `"a b"`,
    ///     `or`, `-not`; all of them if `null` or blank
    Page<Product> page(PageRequest request, @Nullable String words) {
        var filtered = words != null && !words.isBlank();
        var statement = jdbc.sql(filtered ? FOUND : NEWEST)
                .param("createdAt", request.after().createdAt().atOffset(ZoneOffset.UTC))
                .param("id", request.after().id()).param("rows", request.fetch());
        var rows = (filtered ? statement.param("words", words) : statement).query(Products::read).list();
        return Page.of(rows, request, Product::keyset);
    }

    /// Retired ones too: an order may show them.
    Optional<Product> find(ProductId id) {
        return jdbc.sql(BY_ID).param("id", id.value()).query(Products::read).optional();
    }

    /// As [#find], and nobody else changes it until the end of the transaction.
    Optional<Product> lock(ProductId id) {
        return jdbc.sql(BY_ID + " for no key update of p").param("id", id.value()).query(Products::read).optional();
    }

    Optional<ProductId> find(String sku) {
        return jdbc.sql("select id from catalog.product where sku = :sku").param("sku", sku).query(UUID.class)
                .optional().map(ProductId::new);
    }

    /// With no piece in stock.
    ///
    /// @return empty if its SKU is taken
    Optional<ProductId> add(NewProduct product) {
        var id = ProductId.next();
        var added = jdbc.sql("""
                with added as (
                    insert into catalog.product
                        (id, sku, name, description, price_minor, currency, tax_basis_points, created_at)
                    values (:id, :sku, :name, :description, :price, :currency, :taxBasisPoints, :createdAt)
                    on conflict (sku) do nothing
                    returning id)
                insert into catalog.stock (product_id) select id from added
                """).param("id", id.value()).param("sku", product.sku()).param("name", product.name())
                .param("description", product.description()).param("price", product.price().amount())
                .param("currency", product.price().currency()).param("taxBasisPoints", product.taxBasisPoints())
                .param("createdAt", OffsetDateTime.ofInstant(clock.instant().truncatedTo(ChronoUnit.MICROS),
                        ZoneOffset.UTC))
                .update();
        return added == 1 ? Optional.of(id) : Optional.empty();
    }

    void change(ProductId id, ProductChange change) {
        jdbc.sql("""
                update catalog.product
                set name = :name, description = :description, price_minor = :price, currency = :currency,
                    tax_basis_points = :taxBasisPoints, status = :status, version = version + 1
                where id = :id
                """).param("id", id.value()).param("name", change.name()).param("description", change.description())
                .param("price", change.price().amount()).param("currency", change.price().currency())
                .param("taxBasisPoints", change.taxBasisPoints()).param("status", change.status().text()).update();
    }

    private static Product read(ResultSet row, int number) throws SQLException {
        return new Product(new ProductId(row.getObject("id", UUID.class)), row.getString("sku"), row.getString("name"),
                row.getString("description"), Money.of(row.getLong("price_minor"), row.getString("currency")),
                row.getInt("tax_basis_points"), ProductStatus.of(row.getString("status")), row.getBoolean("in_stock"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(), row.getLong("version"));
    }
}
