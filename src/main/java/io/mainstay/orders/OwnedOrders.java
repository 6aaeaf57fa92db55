package io.mainstay.orders;

import io.mainstay.authorization.OwnedBy;
import io.mainstay.authorization.OwnedThings;
import io.mainstay.authorization.Permission;
import io.mainstay.ids.InvalidId;
import io.mainstay.rowsecurity.AllRows;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Tells decisions whose an order is.
@Component
class OwnedOrders implements OwnedThings {

    private final OrderListing listing;
    private final AllRows rows;

    OwnedOrders(OrderListing listing, AllRows rows) {
        this.listing = listing;
        this.rows = rows;
    }

    @Override
    public String type() {
        return "order";
    }

    @Override
    public Set<Permission> actions() {
        return EnumSet.of(Permission.ORDERS_READ, Permission.ORDERS_PLACE);
    }

    @Override
    public Optional<OwnedBy> ownerOf(String id) {
        try {
            var order = OrderId.of(id);
            return rows.read(() -> listing.ownerOf(order));
        } catch (InvalidId _) {
            return Optional.empty();
        }
    }
}
