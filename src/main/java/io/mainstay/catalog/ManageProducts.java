package io.mainstay.catalog;

import io.mainstay.caller.AccountId;
import io.mainstay.http.IfMatch;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/// What administrators do with the catalogue, each in one transaction.
@Service
class ManageProducts {

    private final Products products;
    private final Stock stock;
    private final ProductPatch patches;

    ManageProducts(Products products, Stock stock, ProductPatch patches) {
        this.products = products;
        this.stock = stock;
        this.patches = patches;
    }

    /// @throws Refusal `sku-taken`
    @Transactional
    public Product add(NewProduct product) {
        return products.add(product).flatMap(products::find).orElseThrow(
                () -> new Refusal(CatalogProblems.SKU_TAKEN, "The SKU must be one that no other product has."));
    }

    /// @throws Refusal `not-found`; `precondition-failed` if it isn't as the administrator saw it; for wrong values
    @Transactional
    public Product change(ProductId id, IfMatch seen, ObjectNode patch) {
        var product = products.lock(id).orElseThrow(ManageProducts::notFound);
        product.require(seen);
        products.change(id, patches.apply(patch, product));
        return products.find(id).orElseThrow();
    }

    /// @throws Refusal `not-found`; `stock-too-low` if fewer pieces would be left than are reserved
    @Transactional
    public Stock.Level adjust(ProductId id, int delta, String reason, AccountId by) {
        return stock.adjust(id, delta, reason, by).orElseThrow(() -> {
            if (stock.find(id).isEmpty()) {
                return notFound();
            }
            return delta < 0
                    ? new Refusal(CatalogProblems.STOCK_TOO_LOW, "Reserved pieces cannot be taken away.")
                    : new Refusal(CatalogProblems.STOCK_TOO_HIGH,
                            "There can be up to " + Stock.MAX_ON_HAND + " pieces of a product.");
        });
    }

    /// @throws Refusal `not-found`
    Stock.Level level(ProductId id) {
        return stock.find(id).orElseThrow(ManageProducts::notFound);
    }

    static Refusal notFound() {
        return new Refusal(HttpProblems.NOT_FOUND, "There is no such product.");
    }
}
