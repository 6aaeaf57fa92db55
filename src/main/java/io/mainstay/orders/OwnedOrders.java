package io.mainstay.orders;

import io.mainstay.authorization.OwnedBy;
import io.mainstay.authorization.OwnedThings;
import io.mainstay.authorization.Permission;
import io.mainstay.ids.InvalidId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Tells decisions whose an order is.
@Component
class OwnedOrders implements OwnedThings {

    private final OrderListing listing;

    OwnedOrders(OrderListing listing) {
        this.listing = listing;
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
            return listing.ownerOf(OrderId.of(id));
        } catch (InvalidId _) {
            return Optional.empty();
        }
    }
}
