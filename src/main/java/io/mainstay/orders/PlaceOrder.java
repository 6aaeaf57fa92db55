package io.mainstay.orders;

import io.mainstay.authorization.Authorization;
import io.mainstay.authorization.Permission;
import io.mainstay.caller.Caller;
import io.mainstay.catalog.Catalog;
import io.mainstay.problem.Refusal;
import java.time.Clock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Places an order: reserves the stock, freezes the prices, records the order. All of it or none of it.
@Service
class PlaceOrder {

    private final Authorization authorization;
    private final Catalog catalog;
    private final OrderRepository orders;
    private final OrderSettings settings;
    private final Clock clock;

    PlaceOrder(Authorization authorization, Catalog catalog, OrderRepository orders, OrderSettings settings,
            Clock clock) {
        this.authorization = authorization;
        this.catalog = catalog;
        this.orders = orders;
        this.settings = settings;
        this.clock = clock;
    }

    /// For an organization it costs one statement more, which asks whether the caller may.
    ///
    /// @throws Refusal `forbidden` (403) or `not-found` (404) for an organization, `out-of-stock`, `price-changed` (409),
    ///     `unknown-product`, `mixed-currencies` (422)
    @Transactional(propagation = Propagation.MANDATORY)
    public Order handle(Caller caller, PlaceOrderRequest request) {
        var organization = request.organizationId();
        if (organization != null) {
            authorization.require(caller, Permission.ORDERS_PLACE, organization);
        }
        var reserved = catalog.reserve(request.quantities());
        var currencies = reserved.stream().map(product -> product.price().currency()).distinct().toList();
        if (currencies.size() > 1) {
            throw new Refusal(OrderProblems.MIXED_CURRENCIES,
                    "The products are priced in " + String.join(", ", currencies) + ".");
        }
        var now = clock.instant();
        var lines = reserved.stream().map(OrderLine::of).toList();
        var order = new Order(caller.account(), organization, currencies.getFirst(), lines, now,
                now.plus(settings.paymentWindow()));
        if (request.expectedTotal() != null && !request.expectedTotal().equals(order.total())) {
            throw new Refusal(OrderProblems.PRICE_CHANGED, "The total is " + order.total() + ".",
                    java.util.Map.of("total", order.total()));
        }
        orders.save(order);
        orders.flush();
        return order;
    }
}
