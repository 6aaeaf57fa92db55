package io.mainstay.orders;

import io.mainstay.catalog.ReservedProduct;
import jakarta.persistence.Embeddable;
import java.util.UUID;

/// Some pieces of one product at the price of the moment of placement.
///
/// @param unitPrice minor units of the order's currency, tax included
/// @param tax contained in the whole line, minor units
/// @param quantity pieces ordered; always `open + fulfilled + cancelled`
@Embeddable
record OrderLine(UUID productId, String sku, String name, long unitPrice, long tax, int quantity, int open,
        int fulfilled, int cancelled) {

    static OrderLine of(ReservedProduct product) {
        var total = product.price().times(product.quantity());
        return new OrderLine(product.id().value(), product.sku(), product.name(), product.price().amount(),
                total.includedTax(product.taxBasisPoints()).amount(), product.quantity(), product.quantity(), 0, 0);
    }

    long total() {
        return Math.multiplyExact(unitPrice, (long) quantity);
    }
}
