package io.mainstay.catalog;

import io.mainstay.problem.Refusal;
import java.util.List;
import java.util.Map;

/// Fewer pieces are left than were asked for. It names the products but not how many there are.
public final class OutOfStock extends Refusal {

    OutOfStock(List<ProductId> products) {
        super(CatalogProblems.OUT_OF_STOCK, "There are fewer pieces left than you asked for.",
                Map.of("productIds", products));
    }
}
