package io.mainstay.orders;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mainstay.caller.OrganizationId;
import io.mainstay.catalog.ProductId;
import io.mainstay.money.Money;
import io.mainstay.payments.PaymentResponse;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An order as its customer sees it.
///
/// @param organizationId for which it was placed; absent for the account's own
/// @param status one of `pendingPayment`, `confirmed`, `fulfilling`, `completed`, `onHold`, `expired`, `cancelled`
/// @param total tax included
/// @param expiresAt until when the stock is reserved, while it's unpaid
/// @param payment absent before the first attempt to pay
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Order")
record OrderResponse(OrderId id, @Nullable OrganizationId organizationId, String status, List<Line> lines, Money total,
        Money tax, Instant placedAt,
        @Nullable Instant expiresAt, @Nullable PaymentResponse payment) {

    @Schema(name = "OrderLine")
    record Line(ProductId productId, String sku, String name, int quantity, Money unitPrice, Money total) {}

    static OrderResponse of(Order order, @Nullable PaymentResponse payment) {
        var lines = order.lines().stream()
                .map(line -> new Line(new ProductId(line.productId()), line.sku(), line.name(), line.quantity(),
                        order.money(line.unitPrice()), order.money(line.total())))
                .toList();
        return new OrderResponse(order.id(), order.organization(), order.status().name(), lines, order.total(),
                order.tax(),
                order.placedAt(), order.isPendingPayment() ? order.expiresAt() : null, payment);
    }
}
