package io.mainstay.catalog;

import io.mainstay.money.Money;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/// All of a product that may change, as it shall be; ranges as in [NewProduct].
record ProductChange(@NotBlank @Size(max = NewProduct.MAX_NAME) @Text String name,
        @NotNull @Size(max = NewProduct.MAX_DESCRIPTION) @Text String description, @NotNull @ListPrice Money price,
        @NotNull @Min(0) @Max(10_000) Integer taxBasisPoints, @NotNull ProductStatus status) {

    static ProductChange none(Product product) {
        return new ProductChange(product.name(), product.description(), product.price(), product.taxBasisPoints(),
                product.status());
    }
}
