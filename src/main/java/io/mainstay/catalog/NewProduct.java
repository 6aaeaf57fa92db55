package io.mainstay.catalog;

import io.mainstay.money.Money;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/// A product to be sold from now on.
///
/// @param sku the shop's own number for it: 1 to 64 letters, digits, dots, underscores and hyphens; never changes
/// @param name up to 200 characters
/// @param description up to 4,000 characters, may be empty
/// @param price gross price of one piece, 1 to 10^12 minor units
/// @param taxBasisPoints the tax contained in the price, in hundredths of a percent of the net price; 0 to 10,000
public record NewProduct(
        @NotNull @Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}", message = "must be 1 to 64 letters, digits, dots, underscores or hyphens") String sku,
        @NotBlank @Size(max = NewProduct.MAX_NAME) @Text String name,
        @NotNull @Size(max = NewProduct.MAX_DESCRIPTION) @Text String description, @NotNull @ListPrice Money price,
        @NotNull @Min(0) @Max(10_000) Integer taxBasisPoints) {

    static final int MAX_NAME = 200;
    static final int MAX_DESCRIPTION = 4000;
}
