package io.mainstay.catalog;

import io.mainstay.problem.ProblemType;
import org.springframework.http.HttpStatus;

/// What can go wrong with products and stock.
public final class CatalogProblems {

    public static final ProblemType UNKNOWN_PRODUCT = new ProblemType("unknown-product",
            HttpStatus.UNPROCESSABLE_CONTENT, "There is no such product, or it is no longer sold",
            "Leave out the products that productIds names.");
    public static final ProblemType OUT_OF_STOCK = new ProblemType("out-of-stock", HttpStatus.CONFLICT,
            "Not enough pieces in stock", "Order fewer of the products that productIds names, or wait for new ones.");
    public static final ProblemType SKU_TAKEN = new ProblemType("sku-taken", HttpStatus.CONFLICT,
            "Another product has this SKU", "Change that product, or choose another SKU.");
    public static final ProblemType STOCK_TOO_LOW = new ProblemType("stock-too-low", HttpStatus.CONFLICT,
            "Fewer pieces would be left than are reserved",
            "Take away less, or wait until orders are shipped or cancelled.");
    public static final ProblemType STOCK_TOO_HIGH = new ProblemType("stock-too-high", HttpStatus.CONFLICT,
            "More pieces than can be counted", "Add fewer; the detail names the limit.");

    private CatalogProblems() {}
}
