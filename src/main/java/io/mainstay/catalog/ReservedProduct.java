package io.mainstay.catalog;

import io.mainstay.money.Money;

/// A product as it was at its reservation: what an order freezes.
///
/// @param price gross price of one piece
/// @param taxBasisPoints the tax contained in the price, in hundredths of a percent of the net price
/// @param quantity pieces reserved, 1 and more
public record ReservedProduct(ProductId id, String sku, String name, Money price, int taxBasisPoints, int quantity) {}
