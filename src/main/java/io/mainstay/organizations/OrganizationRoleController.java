package io.mainstay.organizations;

import io.mainstay.authorization.AuditEvent;
import io.mainstay.authorization.AuditLog;
import io.mainstay.authorization.BindingId;
import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.authorization.RoleAdministration;
import io.mainstay.authorization.RoleBinding;
import io.mainstay.authorization.RoleBindings;
import io.mainstay.authorization.RoleName;
import io.mainstay.authorization.RoleRequests;
import io.mainstay.authorization.RoleResponse;
import io.mainstay.authorization.Scope;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.caller.OrganizationId;
import io.mainstay.http.IfMatch;
import io.mainstay.idempotency.IdempotentRequest;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.problem.Refusal;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The roles and bindings of an organization, and its audit log.
@RestController
@RequestMapping("/v1/organizations/{id}")
@Tag(name = "Organizations")
class OrganizationRoleController {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final RoleAdministration administration;
    private final RoleBindings bindings;
    private final OrganizationStore store;
    private final AuditLog audit;

    OrganizationRoleController(RoleAdministration administration, RoleBindings bindings, OrganizationStore store,
            AuditLog audit) {
        this.administration = administration;
        this.bindings = bindings;
        this.store = store;
        this.audit = audit;
    }

    @GetMapping("/roles")
    @RequiresPermission(value = Permission.ROLES_READ, organization = "id")
    @Operation(summary = "List the roles of an organization", description = "Those of the system first; all on one page.")
    ResponseEntity<Page<RoleResponse>> list(@PathVariable OrganizationId id) {
        return administration.list(Scope.of(id));
    }

    @GetMapping("/roles/{name}")
    @RequiresPermission(value = Permission.ROLES_READ, organization = "id")
    @Operation(summary = "Read a role of an organization")
    ResponseEntity<RoleResponse> read(@PathVariable OrganizationId id, @PathVariable RoleName name) {
        return administration.read(Scope.of(id), name);
    }

    @PostMapping("/roles")
    @RequiresPermission(value = Permission.ROLES_MANAGE, organization = "id")
    @ApiResponse(responseCode = "201", description = "Made; Location and ETag name it.")
    @ApiResponse(responseCode = "403", description = "`exceeds-own-rights`")
    @ApiResponse(responseCode = "409", description = "`role-name-taken`, `access-limit-reached`")
    @Operation(summary = "Make a role in an organization", description = "Of permissions that one holds there oneself. Its name never changes.")
    ResponseEntity<RoleResponse> create(Caller caller, IdempotentRequest key, @PathVariable OrganizationId id,
            @Valid @RequestBody RoleRequests.NewRole request) {
        return administration.create(caller, key, Scope.of(id), request);
    }

    @PatchMapping(path = "/roles/{name}", consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
    @RequiresPermission(value = Permission.ROLES_MANAGE, organization = "id")
    @ApiResponse(responseCode = "403", description = "`exceeds-own-rights`")
    @Operation(summary = "Change what a role of an organization permits", description = "A JSON Merge Patch of permissions, for all who hold it, with their next request. One has to hold what it permitted and what it will.")
    ResponseEntity<RoleResponse> change(Caller caller, @PathVariable OrganizationId id, @PathVariable RoleName name,
            IfMatch seen, @Valid @RequestBody RoleRequests.RolePatch patch) {
        return administration.change(caller, Scope.of(id), name, seen, patch);
    }

    @DeleteMapping("/roles/{name}")
    @RequiresPermission(value = Permission.ROLES_MANAGE, organization = "id")
    @ApiResponse(responseCode = "204", description = "Deleted.")
    @ApiResponse(responseCode = "403", description = "`exceeds-own-rights`")
    @ApiResponse(responseCode = "409", description = "`role-in-use`")
    @Operation(summary = "Delete a role of an organization that nobody holds")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable OrganizationId id, @PathVariable RoleName name) {
        administration.delete(caller, Scope.of(id), name);
    }

    @GetMapping("/role-bindings")
    @RequiresPermission(value = Permission.ROLES_READ, organization = "id")
    @Operation(summary = "List who holds which role of an organization", description = "Newest first.")
    ResponseEntity<Page<RoleBinding>> bindings(@PathVariable OrganizationId id,
            @RequestParam @Nullable AccountId account, @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        var page = bindings.page(Scope.of(id), account, PageRequest.of(limit, cursor));
        return page.answer().cacheControl(CacheControl.noStore()).body(page);
    }

    @PostMapping("/role-bindings")
    @RequiresPermission(value = Permission.ROLES_MANAGE, organization = "id")
    @ApiResponse(responseCode = "201", description = "Granted, or held before.")
    @ApiResponse(responseCode = "403", description = "`exceeds-own-rights`")
    @ApiResponse(responseCode = "409", description = "`access-limit-reached`")
    @ApiResponse(responseCode = "422", description = "`unknown-role`, `not-a-member`")
    @Operation(summary = "Grant a role to a member", description = "Takes effect with the member's next request. Nobody can grant what they don't hold.")
    ResponseEntity<RoleBinding> grant(Caller caller, IdempotentRequest key, @PathVariable OrganizationId id,
            @Valid @RequestBody RoleRequests.NewBinding request) {
        return administration.grant(caller, key, Scope.of(id), request, account -> {
            if (!store.isMember(id, account)) {
                throw new Refusal(OrganizationProblems.NOT_A_MEMBER, "Only members hold roles here.");
            }
        });
    }

    @DeleteMapping("/role-bindings/{binding}")
    @RequiresPermission(value = Permission.ROLES_MANAGE, organization = "id")
    @ApiResponse(responseCode = "204", description = "Revoked; takes effect with the member's next request.")
    @ApiResponse(responseCode = "403", description = "`exceeds-own-rights`")
    @ApiResponse(responseCode = "409", description = "`last-owner`")
    @Operation(summary = "Revoke a member's role", description = "The last owner stays.")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Caller caller, @PathVariable OrganizationId id, @PathVariable BindingId binding) {
        administration.revoke(caller, Scope.of(id), binding);
    }

    @GetMapping("/audit-events")
    @RequiresPermission(value = Permission.ACCESS_AUDIT, organization = "id")
    @Operation(summary = "Read the audit log of an organization", description = "Who changed or tried to change who may do what in it. Newest first.")
    ResponseEntity<Page<AuditEvent>> events(@PathVariable OrganizationId id, @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        var page = audit.page(Scope.of(id), PageRequest.of(limit, cursor));
        return page.answer().cacheControl(CacheControl.noStore()).body(page);
    }
}
