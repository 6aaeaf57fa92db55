package io.mainstay.organizations;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mainstay.auth.Accounts;
import io.mainstay.auth.Contact;
import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.authorization.RoleBindings;
import io.mainstay.authorization.RoleName;
import io.mainstay.authorization.Scope;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.caller.ForCallerThemselves;
import io.mainstay.caller.OrganizationId;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The members of an organization.
@RestController
@Tag(name = "Organizations")
class MemberController {

    private final Memberships memberships;
    private final OrganizationStore store;
    private final RoleBindings bindings;
    private final Accounts accounts;

    MemberController(Memberships memberships, OrganizationStore store, RoleBindings bindings, Accounts accounts) {
        this.memberships = memberships;
        this.store = store;
        this.bindings = bindings;
        this.accounts = accounts;
    }

    /// @param name absent for an account that is closed
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Member")
    record Member(AccountId accountId, @Nullable String name, List<RoleName> roles, Instant joinedAt) {

        /// Without personal data.
        @Override
        public String toString() {
            return "Member[" + accountId + "]";
        }
    }

    @GetMapping("/v1/organizations/{id}/members")
    @RequiresPermission(value = Permission.MEMBERS_READ, organization = "id")
    @Operation(summary = "List the members with their roles", description = "Latest joined first.")
    ResponseEntity<Page<Member>> list(@PathVariable OrganizationId id, @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        var page = store.members(id, PageRequest.of(limit, cursor));
        var who = page.data().stream().map(OrganizationStore.Membership::account).toList();
        var roles = bindings.rolesOf(who, Scope.of(id));
        var contacts = accounts.contacts(who);
        var members = page.map(member -> new Member(member.account(), name(contacts.get(member.account())),
                roles.getOrDefault(member.account(), List.of()), member.joinedAt()));
        return members.answer().cacheControl(CacheControl.noStore()).body(members);
    }

    @DeleteMapping("/v1/organizations/{id}/members/{account}")
    @RequiresPermission(value = Permission.MEMBERS_MANAGE, organization = "id")
    @ApiResponse(responseCode = "204", description = "Removed, with all roles there; takes effect with the next request.")
    @ApiResponse(responseCode = "403", description = "`exceeds-own-rights`")
    @ApiResponse(responseCode = "409", description = "`last-owner`")
    @Operation(summary = "Remove a member", description = "Nobody can remove somebody who may more.")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Caller caller, @PathVariable OrganizationId id, @PathVariable AccountId account) {
        memberships.remove(caller, id, account);
    }

    @DeleteMapping("/v1/organizations/{id}/membership")
    @ForCallerThemselves
    @ApiResponse(responseCode = "204", description = "Left, with all roles there.")
    @ApiResponse(responseCode = "409", description = "`last-owner`")
    @Operation(summary = "Leave an organization", description = "The last owner stays.")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void leave(Caller caller, @PathVariable OrganizationId id) {
        memberships.leave(caller, id);
    }

    private static @Nullable String name(@Nullable Contact contact) {
        return contact == null ? null : contact.name();
    }
}
