package io.mainstay.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mainstay.IntegrationTest;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Goes around the Java code: what the database itself refuses.
@IntegrationTest
class CatalogSchemaIT {

    @Autowired
    JdbcClient application;
    @Autowired
    Flyway flyway;
    @Autowired
    Catalog catalog;
    @Autowired
    PlatformTransactionManager transactions;

    ProductId product;

    @BeforeEach
    void addAProductWithFivePieces() {
        product = new CatalogFixture(catalog, transactions).product(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reserved = 6", "reserved = -1", "on_hand = -1", "on_hand = -1, reserved = -1",
            "on_hand = 1000000001"})
    void refusesImpossibleStock(String change) {
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> run("update catalog.stock set " + change + " where product_id = :id"));
    }

    @Test
    void refusesToTakeAwayReservedPieces() {
        run("update catalog.stock set reserved = 5 where product_id = :id");
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> run("update catalog.stock set on_hand = 4 where product_id = :id"))
                .withMessageContaining("stock_not_oversold");
    }

    @ParameterizedTest
    @ValueSource(strings = {"price_minor = 0", "price_minor = -1", "price_minor = 1000000000001",
            "currency = 'eur'", "currency = 'EURO'", "tax_basis_points = -1", "tax_basis_points = 10001",
            "status = 'gone'", "name = ''", "version = 0"})
    void refusesImpossibleProducts(String change) {
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> run("update catalog.product set " + change + " where id = :id"));
    }

    @Test
    void isUsedByARoleThatOwnsNothing() {
        assertThat(application.sql("select current_user").query(String.class).single()).isEqualTo("mainstay_app");
        assertThat(application.sql("select distinct tableowner from pg_tables where schemaname = 'catalog'")
                .query(String.class).list()).containsExactly("mainstay_owner");
    }

    @ParameterizedTest
    @ValueSource(strings = {"update catalog.stock_adjustment set delta = 1 where product_id = :id",
            "delete from catalog.stock_adjustment where product_id = :id", "truncate catalog.stock_adjustment",
            "delete from catalog.stock where product_id = :id", "delete from catalog.product where id = :id",
            "update catalog.product set sku = 'other' where id = :id",
            "update catalog.product set created_at = now() where id = :id",
            "alter table catalog.stock drop constraint stock_not_oversold"})
    void deniesTheApplicationToRewriteHistory(String statement) {
        assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> run(statement)).havingRootCause()
                .satisfies(cause -> assertThat(cause.getMessage()).containsAnyOf("permission denied", "must be owner"));
    }

    @Test
    void keepsTheSumOfAdjustmentsEqualToThePiecesOnHand() {
        var sum = JdbcClient.create(flyway.getConfiguration().getDataSource())
                .sql("select sum(delta) from catalog.stock_adjustment where product_id = :id")
                .param("id", product.value()).query(Long.class).single();
        assertThat(sum).isEqualTo(5);
    }

    /// With sequential scans off, since a test's table is small: is there a proper path at all?
    @Test
    void readsAPageFromItsIndexWithoutSorting() {
        var plan = plan("""
                select p.id, s.on_hand > s.reserved from catalog.product p join catalog.stock s on s.product_id = p.id
                where p.status = 'active' and (p.created_at, p.id) < (now(), '%s')
                order by p.created_at desc, p.id desc limit 21
                """.formatted(product.value()));
        assertThat(plan).contains("product_newest").contains("Index Cond: (ROW(created_at, id) <")
                .doesNotContain("Sort");
    }

    @Test
    void searchesByTheIndexOfWords() {
        assertThat(plan("""
                select id from catalog.product where search @@ websearch_to_tsquery('catalog.words', 'lamp')
                """)).contains("product_search");
    }

    private String plan(String sql) {
        var template = new TransactionTemplate(transactions);
        return Objects.requireNonNull(template.execute(_ -> {
            application.sql("set local enable_seqscan = off").update();
            application.sql("set local enable_hashjoin = off").update();
            application.sql("set local enable_mergejoin = off").update();
            return String.join("\n", application.sql("explain " + sql).query(String.class).list());
        }));
    }

    private void run(String statement) {
        var spec = application.sql(statement);
        (statement.contains(":id") ? spec.param("id", product.value()) : spec).update();
    }
}
