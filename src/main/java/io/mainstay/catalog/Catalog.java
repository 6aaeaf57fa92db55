package io.mainstay.catalog;

import io.mainstay.problem.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What other modules may ask of the catalog. Everything joins the caller's transaction: it holds or falls with it.
@Service
public class Catalog {

    private final Products products;
    private final Stock stock;
    private final CatalogSettings settings;

    Catalog(Products products, Stock stock, CatalogSettings settings) {
        this.products = products;
        this.stock = stock;
        this.settings = settings;
    }

    /// Reserves pieces of all these products, or of none. One statement; their stock rows stay locked, in the order of
    /// their ids, until the transaction ends, so end it soon.
    ///
    /// @param quantities pieces of each product, 1 and more; 1 to `mainstay.catalog.max-reserved-products` products
    /// @return one for each product, in the order of their ids
    /// @throws Refusal `unknown-product` if one doesn't exist or isn't sold any more; comes before the next one
    /// @throws OutOfStock if there are too few pieces of one
    /// @throws IllegalArgumentException if a quantity or their number is out of range
    @Transactional(propagation = Propagation.MANDATORY)
    public List<ReservedProduct> reserve(Map<ProductId, Integer> quantities) {
        requireRange(quantities);
        var reserved = new ArrayList<ReservedProduct>();
        var notSold = new ArrayList<ProductId>();
        var tooFew = new ArrayList<ProductId>();
        for (var outcome : stock.reserve(quantities)) {
            switch (outcome) {
                case Stock.Outcome.Reserved(var product) -> reserved.add(product);
                case Stock.Outcome.NotSold(var id) -> notSold.add(id);
                case Stock.Outcome.TooFew(var id) -> tooFew.add(id);
            }
        }
        if (!notSold.isEmpty()) {
            throw new Refusal(CatalogProblems.UNKNOWN_PRODUCT, "There are products among these that are not sold.",
                    Map.of("productIds", notSold));
        }
        if (!tooFew.isEmpty()) {
            throw new OutOfStock(tooFew);
        }
        return List.copyOf(reserved);
    }

    /// Gives reserved pieces back. Once per reservation: the caller's state decides that, in the same transaction.
    ///
    /// @param quantities as they were reserved
    /// @throws org.springframework.dao.DataIntegrityViolationException if more would be given back than is reserved
    @Transactional(propagation = Propagation.MANDATORY)
    public void release(Map<ProductId, Integer> quantities) {
        requireRange(quantities);
        if (stock.release(quantities) != quantities.size()) {
            throw new IllegalArgumentException("only what was reserved can be released");
        }
    }

    /// Adds a product with its first pieces; does nothing if there is one with this SKU already.
    ///
    /// @param onHand pieces, 0 and more
    /// @return the id of the product that has this SKU now
    @Transactional(propagation = Propagation.MANDATORY)
    public ProductId add(NewProduct product, int onHand) {
        var added = products.add(product);
        if (onHand > 0) {
            added.ifPresent(id -> stock.adjust(id, onHand, "First pieces", null));
        }
        return added.or(() -> find(product.sku())).orElseThrow();
    }

    /// The product with this SKU, retired ones included.
    @Transactional(propagation = Propagation.MANDATORY, readOnly = true)
    public Optional<ProductId> find(String sku) {
        return products.find(sku);
    }

    private void requireRange(Map<ProductId, Integer> quantities) {
        if (quantities.isEmpty() || quantities.size() > settings.maxReservedProducts()) {
            throw new IllegalArgumentException("needs 1 to " + settings.maxReservedProducts() + " products");
        }
        if (quantities.values().stream().anyMatch(quantity -> quantity < 1)) {
            throw new IllegalArgumentException("a quantity is 1 or more");
        }
    }
}
