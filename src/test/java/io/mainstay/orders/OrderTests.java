package io.mainstay.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mainstay.caller.AccountId;
import io.mainstay.catalog.ProductId;
import io.mainstay.catalog.ReservedProduct;
import io.mainstay.money.Money;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTests {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(1800);

    private final Order order = order();

    @Test
    void addsUpEveryPieceOfEveryLineAndItsTax() {
        assertThat(order.total()).isEqualTo(Money.of(2 * 1190 + 3 * 107, "EUR"));
        assertThat(order.tax()).isEqualTo(Money.of(2 * 190 + 3 * 7, "EUR"));
        assertThat(order.status()).isEqualTo(OrderStatus.pendingPayment);
        assertThat(order.isPendingPayment()).isTrue();
        assertThat(order.placedAt()).isEqualTo(NOW);
        assertThat(order.expiresAt()).isEqualTo(LATER);
        assertThat(order.lines()).extracting(OrderLine::open).containsExactly(2, 3);
        assertThat(order.money(5)).isEqualTo(Money.of(5, "EUR"));
    }

    @Test
    void movesByItsVerbsOnly() {
        order.confirm();
        assertThat(order.status()).isEqualTo(OrderStatus.confirmed);
        assertThat(order.isPendingPayment()).isFalse();
        assertThatIllegalStateException().isThrownBy(order::expire).withMessageContaining("confirmed to expired");

        var unpaid = order();
        unpaid.expire();
        assertThat(unpaid.status()).isEqualTo(OrderStatus.expired);
        assertThatIllegalStateException().isThrownBy(unpaid::confirm);

        var unwanted = order();
        unwanted.cancel();
        assertThat(unwanted.status()).isEqualTo(OrderStatus.cancelled);
        assertThatIllegalStateException().isThrownBy(unwanted::cancel);
    }

    @Test
    void canWaitLongerForItsPayment() {
        order.postponeExpiry(LATER.plusSeconds(60));

        assertThat(order.expiresAt()).isEqualTo(LATER.plusSeconds(60));
    }

    @ParameterizedTest
    @EnumSource(OrderStatus.class)
    void leavesNoEndState(OrderStatus status) {
        var ends = EnumSet.of(OrderStatus.completed, OrderStatus.expired, OrderStatus.cancelled);
        assertThat(status.next().isEmpty()).isEqualTo(ends.contains(status));
    }

    @Test
    void addsUpPiecesOfTheSameProduct() {
        var product = ProductId.of("product_01h455vb4pex5vsknk084sn02q");
        var request = new PlaceOrderRequest(
                List.of(new PlaceOrderRequest.Line(product, 2), new PlaceOrderRequest.Line(product, 3)), null, null);

        assertThat(request.quantities()).containsOnlyKeys(product).containsValue(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4242424242424242", "tok_4242424242424242", "tok_", "4242", "Tok_4242", "tok_42 42",
            "pm_card_123456789012", "tok_4242_4242_4242_4242"})
    void takesNoCardNumberForAPaymentMethod(String text) throws NoSuchMethodException {
        var pattern = PayOrderRequest.class.getDeclaredMethod("paymentMethod")
                .getAnnotation(jakarta.validation.constraints.Pattern.class);

        assertThat(text.matches(pattern.regexp())).isFalse();
        assertThat("tok_4242".matches(pattern.regexp())).isTrue();
    }

    private static Order order() {
        return new Order(AccountId.next(), null, "EUR", List.of(line(2, 1190, 1900), line(3, 107, 700)), NOW, LATER);
    }

    private static OrderLine line(int quantity, long price, int basisPoints) {
        return OrderLine.of(new ReservedProduct(new ProductId(UUID.randomUUID()), "SKU", "Tea", Money.of(price, "EUR"),
                basisPoints, quantity));
    }
}
