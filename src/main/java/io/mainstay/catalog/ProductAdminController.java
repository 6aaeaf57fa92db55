package io.mainstay.catalog;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.caller.Caller;
import io.mainstay.http.IfMatch;
import io.mainstay.idempotency.Idempotency;
import io.mainstay.idempotency.IdempotentRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.Objects;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/// The catalogue for administrators. Nothing here is cached.
@RestController
@RequestMapping("/v1/products")
@Tag(name = "Products")
class ProductAdminController {

    private final ManageProducts manage;
    private final Idempotency idempotency;

    ProductAdminController(ManageProducts manage, Idempotency idempotency) {
        this.manage = manage;
        this.idempotency = idempotency;
    }

    /// Pieces that come or go without an order.
    ///
    /// @param delta pieces added, or taken away if negative; not 0
    /// @param reason for people who count later, up to 200 characters
    record StockAdjustment(@NotNull @Min(-MAX_DELTA) @Max(MAX_DELTA) Integer delta,
            @NotBlank @Size(max = 200) @Text String reason) {

        private static final int MAX_DELTA = 1_000_000;

        StockAdjustment {
            if (Objects.equals(delta, 0)) {
                throw new IllegalArgumentException("delta must not be 0");
            }
        }
    }

    @PostMapping
    @RequiresPermission(Permission.CATALOG_MANAGE)
    @ApiResponse(responseCode = "201", description = "Added; Location and ETag name it.")
    @ApiResponse(responseCode = "409", description = "`sku-taken`")
    @Operation(summary = "Add a product", description = "Without any piece in stock; adjust the stock afterwards.")
    ResponseEntity<Product> add(IdempotentRequest request, @RequestBody @Valid NewProduct product) {
        return idempotency.once(request, () -> {
            var added = manage.add(product);
            return ResponseEntity.created(URI.create("/v1/products/" + added.id())).eTag(added.etag())
                    .cacheControl(CacheControl.noStore()).body(added);
        });
    }

    @PatchMapping(path = "/{id}", consumes = {"application/merge-patch+json", MediaType.APPLICATION_JSON_VALUE})
    @RequiresPermission(Permission.CATALOG_MANAGE)
    @Operation(summary = "Change a product", description = "By a JSON Merge Patch of name, description, price, taxBasisPoints and status.")
    ResponseEntity<Product> change(@PathVariable ProductId id, IfMatch seen, @RequestBody ObjectNode patch) {
        var changed = manage.change(id, seen, patch);
        return ResponseEntity.ok().eTag(changed.etag()).cacheControl(CacheControl.noStore()).body(changed);
    }

    @GetMapping("/{id}/stock")
    @RequiresPermission(Permission.CATALOG_MANAGE)
    @Operation(summary = "Read a product's stock")
    ResponseEntity<Stock.Level> stock(@PathVariable ProductId id) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(manage.level(id));
    }

    @PostMapping("/{id}/stock-adjustments")
    @RequiresPermission(Permission.CATALOG_MANAGE)
    @ApiResponse(responseCode = "201", description = "Adjusted.")
    @ApiResponse(responseCode = "409", description = "`stock-too-low`, `stock-too-high`")
    @Operation(summary = "Add or take away pieces", description = "Kept for ever, with its reason and who did it.")
    ResponseEntity<Stock.Level> adjust(@PathVariable ProductId id, IdempotentRequest request, Caller caller,
            @RequestBody @Valid StockAdjustment adjustment) {
        return idempotency.once(request,
                () -> ResponseEntity.status(201).cacheControl(CacheControl.noStore())
                        .body(manage.adjust(id, adjustment.delta(), adjustment.reason(), caller.account())));
    }
}
