package io.mainstay.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mainstay.IntegrationTest;
import io.mainstay.money.Money;
import io.mainstay.problem.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;

@IntegrationTest
class StockIT {

    @Autowired
    Catalog catalog;
    @Autowired
    Stock stock;
    @Autowired
    PlatformTransactionManager transactions;

    CatalogFixture fixture;

    @BeforeEach
    void prepare() {
        fixture = new CatalogFixture(catalog, transactions);
    }

    @Test
    void reservesAllProductsAtTheirPricesOfNow() {
        var cup = CatalogFixture.named("Cup");
        var first = fixture.product(cup, 5);
        var second = fixture.product(3);
        var reserved = fixture.reserve(Map.of(second, 3, first, 2));
        assertThat(reserved).extracting(ReservedProduct::id).containsExactly(first, second);
        assertThat(reserved.getFirst())
                .isEqualTo(new ReservedProduct(first, cup.sku(), "Cup", Money.of(1999, "EUR"), 1900, 2));
        assertThat(level(first)).isEqualTo(new Stock.Level(first, 5, 2));
        assertThat(level(second)).isEqualTo(new Stock.Level(second, 3, 3));
    }

    @Test
    void reservesNothingIfOneProductHasTooFew() {
        var plenty = fixture.product(100);
        var few = fixture.product(2);
        assertThatExceptionOfType(OutOfStock.class).isThrownBy(() -> fixture.reserve(Map.of(plenty, 5, few, 3)))
                .satisfies(refusal -> assertThat(refusal.members()).isEqualTo(Map.of("productIds", List.of(few))));
        assertThat(level(plenty).reserved()).isZero();
        assertThat(level(few).reserved()).isZero();
    }

    @Test
    void refusesUnknownProductsBeforeMissingPieces() {
        var few = fixture.product(1);
        var unknown = ProductId.next();
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> fixture.reserve(Map.of(few, 2, unknown, 1)))
                .satisfies(refusal -> {
                    assertThat(refusal.type()).isEqualTo(CatalogProblems.UNKNOWN_PRODUCT);
                    assertThat(refusal.members()).isEqualTo(Map.of("productIds", List.of(unknown)));
                });
        assertThat(level(few).reserved()).isZero();
    }

    @Test
    void refusesQuantitiesOutOfRange() {
        var product = fixture.product(1);
        for (var quantity : List.of(0, -1, Integer.MIN_VALUE)) {
            assertThatIllegalArgumentException().isThrownBy(() -> fixture.reserve(Map.of(product, quantity)));
            assertThatIllegalArgumentException().isThrownBy(() -> fixture.release(Map.of(product, quantity)));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> fixture.reserve(Map.of()));
        assertThatExceptionOfType(OutOfStock.class)
                .isThrownBy(() -> fixture.reserve(Map.of(product, Integer.MAX_VALUE)));
    }

    @Test
    void needsATransactionOfItsCaller() {
        var product = fixture.product(1);
        assertThatExceptionOfType(IllegalTransactionStateException.class)
                .isThrownBy(() -> catalog.reserve(Map.of(product, 1)));
        assertThatExceptionOfType(IllegalTransactionStateException.class)
                .isThrownBy(() -> catalog.release(Map.of(product, 1)));
    }

    @Test
    void givesBackWhatWasReservedAndNotMore() {
        var product = fixture.product(4);
        fixture.reserve(Map.of(product, 4));
        fixture.release(Map.of(product, 3));
        assertThat(level(product)).isEqualTo(new Stock.Level(product, 4, 1));
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> fixture.release(Map.of(product, 2)));
        assertThatIllegalArgumentException().isThrownBy(() -> fixture.release(Map.of(ProductId.next(), 1)));
        assertThat(level(product)).isEqualTo(new Stock.Level(product, 4, 1));
    }

    @RepeatedTest(5)
    void reservesTenPiecesForTenOfFiftyWhoWantOneInOppositeOrders() throws Exception {
        var first = fixture.product(10);
        var second = fixture.product(10);
        var outcomes = atOnce(50, number -> () -> reserved(inOrder(number % 2 == 0, first, second)));
        assertThat(outcomes).filteredOn(Boolean::booleanValue).hasSize(10);
        assertThat(level(first)).isEqualTo(new Stock.Level(first, 10, 10));
        assertThat(level(second)).isEqualTo(new Stock.Level(second, 10, 10));
    }

    @Test
    void neverLosesAPieceWhileOrdersComeAndGo() throws Exception {
        var products = new ArrayList<ProductId>();
        for (var number = 0; number < 6; number++) {
            products.add(fixture.product(3));
        }
        atOnce(40, number -> () -> {
            var random = new Random(number);
            for (var round = 0; round < 10; round++) {
                var wanted = new LinkedHashMap<ProductId, Integer>();
                while (wanted.size() < 3) {
                    wanted.put(products.get(random.nextInt(products.size())), 1);
                }
                if (reserved(wanted)) {
                    fixture.release(wanted);
                }
            }
            return true;
        });
        assertThat(products)
                .allSatisfy(product -> assertThat(level(product)).isEqualTo(new Stock.Level(product, 3, 0)));
    }

    @Test
    void addsAProductOnce() {
        var product = CatalogFixture.named("Twice");
        var first = fixture.product(product, 5);
        assertThat(fixture.product(product, 9)).isEqualTo(first);
        assertThat(level(first).onHand()).isEqualTo(5);
    }

    private Stock.Level level(ProductId product) {
        return stock.find(product).orElseThrow();
    }

    /// Anything but a lack of stock is a failure of the test.
    private boolean reserved(Map<ProductId, Integer> quantities) {
        try {
            return !fixture.reserve(quantities).isEmpty();
        } catch (OutOfStock _) {
            return false;
        }
    }

    private static Map<ProductId, Integer> inOrder(boolean ascending, ProductId... products) {
        var quantities = new LinkedHashMap<ProductId, Integer>();
        var order = Comparator.comparing(ProductId::toString);
        List.of(products).stream().sorted(ascending ? order : order.reversed())
                .forEach(product -> quantities.put(product, 1));
        return quantities;
    }

    private interface Numbered {
        Callable<Boolean> task(int number);
    }

    private static List<Boolean> atOnce(int count, Numbered tasks) throws Exception {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<java.util.concurrent.Future<Boolean>>();
            for (var number = 0; number < count; number++) {
                var task = tasks.task(number);
                running.add(threads.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            start.countDown();
            var results = new ArrayList<Boolean>();
            for (var future : running) {
                results.add(future.get());
            }
            return results;
        }
    }
}
