package io.mainstay.orders;

import io.mainstay.caller.OrganizationId;
import io.mainstay.catalog.ProductId;
import io.mainstay.money.Money;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What to order.
///
/// @param lines 1 to 100; pieces of the same product are added up
/// @param organizationId for which; absent for oneself
/// @param expectedTotal what the customer was shown; the order isn't placed at another total
@Schema(example = """
        {"lines": [{"productId": "product_01h455vb4pex5vsknk084sn02q", "quantity": 2}]}""")
record PlaceOrderRequest(@NotEmpty @Size(max = 100) List<@NotNull @Valid Line> lines,
        @Nullable OrganizationId organizationId, @Nullable Money expectedTotal) {

    static final int MAX_QUANTITY = 1000;

    /// @param quantity pieces, 1 to 1000
    @Schema(name = "PlaceOrderLine")
    record Line(@NotNull ProductId productId, @Min(1) @Max(MAX_QUANTITY) int quantity) {}

    Map<ProductId, Integer> quantities() {
        var sums = new TreeMap<UUID, Integer>();
        lines.forEach(line -> sums.merge(line.productId().value(), line.quantity(), Math::addExact));
        return sums.entrySet().stream().collect(java.util.stream.Collectors
                .toMap(entry -> new ProductId(entry.getKey()), Map.Entry::getValue, (one, _) -> one,
                        java.util.LinkedHashMap::new));
    }
}
