package io.mainstay.catalog;

import io.mainstay.money.Money;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Reaches states of the catalogue through its public way.
final class CatalogFixture {

    private final Catalog catalog;
    private final TransactionTemplate transaction;

    CatalogFixture(Catalog catalog, PlatformTransactionManager transactions) {
        this.catalog = catalog;
        this.transaction = new TransactionTemplate(transactions);
    }

    /// A word that no other test's products have.
    static String word() {
        return "w" + UUID.randomUUID().toString().replace("-", "");
    }

    static NewProduct named(String name) {
        return new NewProduct(word(), name, "Made for a test", Money.of(1999, "EUR"), 1900);
    }

    ProductId product(int onHand) {
        return product(named("Lamp " + word()), onHand);
    }

    ProductId product(NewProduct product, int onHand) {
        return Objects.requireNonNull(transaction.execute(_ -> catalog.add(product, onHand)));
    }

    java.util.List<ReservedProduct> reserve(Map<ProductId, Integer> quantities) {
        return Objects.requireNonNull(transaction.execute(_ -> catalog.reserve(quantities)));
    }

    void release(Map<ProductId, Integer> quantities) {
        transaction.executeWithoutResult(_ -> catalog.release(new HashMap<>(quantities)));
    }
}
