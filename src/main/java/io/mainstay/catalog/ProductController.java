package io.mainstay.catalog;

import io.mainstay.caller.OpenToEveryone;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The catalogue for everybody. Its answers are the same for all readers, so shared caches may keep them; between
/// them and us they differ only in their compression.
@RestController
@RequestMapping("/v1/products")
@Tag(name = "Products")
class ProductController {

    private static final int MAX_WORDS = 200;

    private final Products products;
    private final String cacheControl;

    ProductController(Products products, CatalogSettings settings) {
        this.products = products;
        this.cacheControl = settings.cacheControl();
    }

    @GetMapping
    @OpenToEveryone
    @Operation(summary = "List or search products", description = "Active products, newest first. May be some seconds old.")
    ResponseEntity<Page<Product>> list(@RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Size(max = MAX_WORDS) @Text @Nullable String q) {
        var page = products.page(PageRequest.of(limit, cursor), q);
        return cached(page.answer()).body(page);
    }

    @GetMapping("/{id}")
    @OpenToEveryone
    @Operation(summary = "Read a product", description = "Retired ones too. May be some seconds old.")
    ResponseEntity<Product> read(@PathVariable ProductId id) {
        var product = products.find(id).orElseThrow(ManageProducts::notFound);
        return cached(ResponseEntity.ok().eTag(product.etag())).body(product);
    }

    private ResponseEntity.BodyBuilder cached(ResponseEntity.BodyBuilder answer) {
        return answer.header(HttpHeaders.CACHE_CONTROL, cacheControl).varyBy(HttpHeaders.ACCEPT_ENCODING);
    }
}
