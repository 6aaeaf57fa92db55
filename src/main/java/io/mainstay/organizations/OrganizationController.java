package io.mainstay.organizations;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.caller.Caller;
import io.mainstay.caller.ForCallerThemselves;
import io.mainstay.caller.OrganizationId;
import io.mainstay.http.IfMatch;
import io.mainstay.idempotency.Idempotency;
import io.mainstay.idempotency.IdempotentRequest;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/v1/organizations`: found, list, read and rename.
@RestController
@RequestMapping("/v1/organizations")
@Tag(name = "Organizations")
class OrganizationController {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final Organizations organizations;
    private final OrganizationStore store;
    private final Idempotency idempotency;

    OrganizationController(Organizations organizations, OrganizationStore store, Idempotency idempotency) {
        this.organizations = organizations;
        this.store = store;
        this.idempotency = idempotency;
    }

    @Schema(name = "NewOrganization")
    record NewOrganization(@NotNull OrganizationName name) {}

    @Schema(name = "OrganizationPatch")
    record OrganizationPatch(@NotNull OrganizationName name) {}

    @PostMapping
    @ForCallerThemselves
    @ApiResponse(responseCode = "201", description = "Founded; Location and ETag name it.")
    @ApiResponse(responseCode = "409", description = "`too-many-organizations`")
    @Operation(summary = "Found an organization", description = "One is its first owner.")
    ResponseEntity<Organization> found(Caller caller, IdempotentRequest key,
            @Valid @RequestBody NewOrganization request) {
        return idempotency.once(key, () -> {
            var organization = organizations.found(caller.account(), request.name());
            return organization.answer(ResponseEntity.created(URI.create("/v1/organizations/" + organization.id())));
        });
    }

    @GetMapping
    @ForCallerThemselves
    @Operation(summary = "List the organizations that one belongs to", description = "Latest joined first.")
    ResponseEntity<Page<Organization>> list(Caller caller, @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        var page = store.of(caller.account(), PageRequest.of(limit, cursor));
        return page.answer().cacheControl(CacheControl.noStore()).body(page);
    }

    @GetMapping("/{id}")
    @RequiresPermission(value = Permission.ORGANIZATIONS_READ, organization = "id")
    @Operation(summary = "Read an organization")
    ResponseEntity<Organization> read(@PathVariable OrganizationId id) {
        return organizations.read(id).answer(ResponseEntity.ok());
    }

    @PatchMapping(path = "/{id}", consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
    @RequiresPermission(value = Permission.ORGANIZATIONS_MANAGE, organization = "id")
    @Operation(summary = "Rename an organization", description = "A JSON Merge Patch of name; If-Match is required.")
    ResponseEntity<Organization> rename(Caller caller, @PathVariable OrganizationId id, IfMatch seen,
            @Valid @RequestBody OrganizationPatch patch) {
        return organizations.rename(caller, id, seen, patch.name()).answer(ResponseEntity.ok());
    }
}
