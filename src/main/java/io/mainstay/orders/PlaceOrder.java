package io.mainstay.orders;

import io.mainstay.caller.AccountId;
import io.mainstay.catalog.Catalog;
import io.mainstay.problem.Refusal;
import java.time.Clock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Places an order: reserves the stock, freezes the prices, records the order. All of it or none of it.
@Service
class PlaceOrder {

    private final Catalog catalog;
    private final OrderRepository orders;
    private final OrderSettings settings;
    private final Clock clock;

    PlaceOrder(Catalog catalog, OrderRepository orders, OrderSettings settings, Clock clock) {
        this.catalog = catalog;
        this.orders = orders;
        this.settings = settings;
        this.clock = clock;
    }

    /// @throws Refusal `out-of-stock`, `price-changed` (409), `unknown-product`, `mixed-currencies` (422)
    @Transactional(propagation = Propagation.MANDATORY)
    public Order handle(AccountId account, PlaceOrderRequest request) {
        var reserved = catalog.reserve(request.quantities());
        var currencies = reserved.stream().map(product -> product.price().currency()).distinct().toList();
        if (currencies.size() > 1) {
            throw new Refusal(OrderProblems.MIXED_CURRENCIES,
                    "The products are priced in " + String.join(", ", currencies) + ".");
        }
        var now = clock.instant();
        var lines = reserved.stream().map(OrderLine::of).toList();
        var order = new Order(account, currencies.getFirst(), lines, now, now.plus(settings.paymentWindow()));
        if (request.expectedTotal() != null && !request.expectedTotal().equals(order.total())) {
            throw new Refusal(OrderProblems.PRICE_CHANGED, "The total is " + order.total() + ".",
                    java.util.Map.of("total", order.total()));
        }
        orders.save(order);
        orders.flush();
        return order;
    }
}
