package io.mainstay.authorization;

import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.caller.RequiresConfirmation;
import io.mainstay.http.IfMatch;
import io.mainstay.idempotency.IdempotentRequest;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The roles and bindings of the installation, and its audit log.
@RestController
@Tag(name = "Roles")
class RoleController {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final RoleAdministration administration;
    private final RoleBindings bindings;
    private final AuditLog audit;

    RoleController(RoleAdministration administration, RoleBindings bindings, AuditLog audit) {
        this.administration = administration;
        this.bindings = bindings;
        this.audit = audit;
    }

    @GetMapping("/v1/roles")
    @RequiresPermission(Permission.ROLES_READ)
    @Operation(summary = "List the roles of the installation", description = "Those of the system first; all on one page.")
    ResponseEntity<Page<RoleResponse>> list() {
        return administration.list(Scope.INSTALLATION);
    }

    @GetMapping("/v1/roles/{name}")
    @RequiresPermission(Permission.ROLES_READ)
    @Operation(summary = "Read a role")
    ResponseEntity<RoleResponse> read(@PathVariable RoleName name) {
        return administration.read(Scope.INSTALLATION, name);
    }

    @PostMapping("/v1/roles")
    @RequiresPermission(Permission.ROLES_MANAGE)
    @RequiresConfirmation(limitedCredentials = true)
    @ApiResponse(responseCode = "201", description = "Made; Location and ETag name it.")
    @ApiResponse(responseCode = "403", description = "`exceeds-own-rights`")
    @ApiResponse(responseCode = "409", description = "`role-name-taken`, `access-limit-reached`")
    @Operation(summary = "Make a role", description = "Of permissions that one holds oneself. Its name never changes.")
    ResponseEntity<RoleResponse> create(Caller caller, IdempotentRequest key,
            @Valid @RequestBody RoleRequests.NewRole request) {
        return administration.create(caller, key, Scope.INSTALLATION, request);
    }

    @PatchMapping(path = "/v1/roles/{name}", consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
    @RequiresPermission(Permission.ROLES_MANAGE)
    @RequiresConfirmation(limitedCredentials = true)
    @ApiResponse(responseCode = "403", description = "`exceeds-own-rights`")
    @Operation(summary = "Change what a role permits", description = "A JSON Merge Patch of permissions, for all who hold it, with their next request. One has to hold what it permitted and what it will.")
    ResponseEntity<RoleResponse> change(Caller caller, @PathVariable RoleName name, IfMatch seen,
            @Valid @RequestBody RoleRequests.RolePatch patch) {
        return administration.change(caller, Scope.INSTALLATION, name, seen, patch);
    }

    @DeleteMapping("/v1/roles/{name}")
    @RequiresPermission(Permission.ROLES_MANAGE)
    @ApiResponse(responseCode = "204", description = "Deleted.")
    @ApiResponse(responseCode = "403", description = "`exceeds-own-rights`")
    @ApiResponse(responseCode = "409", description = "`role-in-use`")
    @Operation(summary = "Delete a role that nobody holds")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable RoleName name) {
        administration.delete(caller, Scope.INSTALLATION, name);
    }

    @GetMapping("/v1/role-bindings")
    @RequiresPermission(Permission.ROLES_READ)
    @Operation(summary = "List who holds which role of the installation", description = "Newest first.")
    ResponseEntity<Page<RoleBinding>> bindings(@RequestParam @Nullable AccountId account,
            @RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
        var page = bindings.page(Scope.INSTALLATION, account, PageRequest.of(limit, cursor));
        return page.answer().cacheControl(CacheControl.noStore()).body(page);
    }

    @PostMapping("/v1/role-bindings")
    @RequiresPermission(Permission.ROLES_MANAGE)
    @RequiresConfirmation(limitedCredentials = true)
    @ApiResponse(responseCode = "201", description = "Granted, or held before.")
    @ApiResponse(responseCode = "403", description = "`exceeds-own-rights`")
    @ApiResponse(responseCode = "409", description = "`access-limit-reached`")
    @ApiResponse(responseCode = "422", description = "`unknown-role`, `unknown-account-for-role`")
    @Operation(summary = "Grant a role", description = "To a person's or a service's account. Takes effect with its next request. Nobody can grant what they don't hold.")
    ResponseEntity<RoleBinding> grant(Caller caller, IdempotentRequest key,
            @Valid @RequestBody RoleRequests.NewBinding request) {
        return administration.grant(caller, key, Scope.INSTALLATION, request, _ -> {
        });
    }

    @DeleteMapping("/v1/role-bindings/{id}")
    @RequiresPermission(Permission.ROLES_MANAGE)
    @ApiResponse(responseCode = "204", description = "Revoked; takes effect with the account's next request.")
    @ApiResponse(responseCode = "403", description = "`exceeds-own-rights`")
    @ApiResponse(responseCode = "409", description = "`last-administrator`")
    @Operation(summary = "Revoke a role", description = "The last administrator stays.")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Caller caller, @PathVariable BindingId id) {
        administration.revoke(caller, Scope.INSTALLATION, id);
    }

    @GetMapping("/v1/audit-events")
    @RequiresPermission(Permission.ACCESS_AUDIT)
    @Operation(summary = "Read the audit log", description = "Who changed or tried to change who may do what, in the installation and in all organizations. Newest first.")
    ResponseEntity<Page<AuditEvent>> events(@RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        var page = audit.page(null, PageRequest.of(limit, cursor));
        return page.answer().cacheControl(CacheControl.noStore()).body(page);
    }
}
