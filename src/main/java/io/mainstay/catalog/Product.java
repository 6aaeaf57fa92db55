package io.mainstay.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.mainstay.http.Etag;
import io.mainstay.http.IfMatch;
import io.mainstay.money.Money;
import io.mainstay.paging.Keyset;
import java.time.Instant;

/// A product as everybody may see it.
///
/// @param price gross price of one piece
/// @param taxBasisPoints the tax contained in the price, in hundredths of a percent of the net price; `1900` is 19 %
/// @param inStock whether a piece can be ordered now; how many there are is nobody's business
/// @param version grows by one with each change by an administrator, not with the stock
record Product(ProductId id, String sku, String name, String description, Money price, int taxBasisPoints,
        ProductStatus status, boolean inStock, Instant createdAt, @JsonIgnore long version) {

    private static final String SOLD_OUT = "-sold-out\"";

    /// The version, and whether it's in stock, which the representation shows too: a strong tag must differ with it.
    String etag() {
        var tag = Etag.of(version);
        return inStock ? tag : tag.substring(0, tag.length() - 1) + SOLD_OUT;
    }

    /// A change is refused if another administrator was faster, but not because the last piece was sold meanwhile.
    ///
    /// @throws io.mainstay.problem.Refusal `precondition-failed`
    void require(IfMatch seen) {
        new IfMatch(seen.value().replace(SOLD_OUT, "\"")).require(version);
    }

    Keyset keyset() {
        return new Keyset(createdAt, id.value());
    }
}
