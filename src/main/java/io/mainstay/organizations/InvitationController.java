package io.mainstay.organizations;

import io.mainstay.auth.Accounts;
import io.mainstay.auth.EmailAddress;
import io.mainstay.authorization.AuditLog;
import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.authorization.RoleName;
import io.mainstay.authorization.Scope;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.caller.ForCallerThemselves;
import io.mainstay.caller.OrganizationId;
import io.mainstay.idempotency.Idempotency;
import io.mainstay.idempotency.IdempotentRequest;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Invitations, as their organization sees them and as their addressee does.
@RestController
@Tag(name = "Organizations")
class InvitationController {

    private final Invitations invitations;
    private final InvitationStore store;
    private final Accounts accounts;
    private final AuditLog audit;
    private final Idempotency idempotency;

    InvitationController(Invitations invitations, InvitationStore store, Accounts accounts, AuditLog audit,
            Idempotency idempotency) {
        this.invitations = invitations;
        this.store = store;
        this.accounts = accounts;
        this.audit = audit;
        this.idempotency = idempotency;
    }

    @Schema(name = "NewInvitation")
    record NewInvitation(@NotNull EmailAddress email, @NotNull RoleName role) {}

    @Schema(name = "SentInvitation")
    record Sent(InvitationId id, String email, RoleName role, AccountId invitedBy, Instant createdAt,
            Instant expiresAt) {

        static Sent of(Invitation invitation) {
            return new Sent(invitation.id(), invitation.email(), invitation.role(), invitation.invitedBy(),
                    invitation.createdAt(), invitation.expiresAt());
        }

        /// Without personal data.
        @Override
        public String toString() {
            return "Sent[" + id + "]";
        }
    }

    @Schema(name = "ReceivedInvitation")
    record Received(InvitationId id, OrganizationId organizationId, OrganizationName organizationName, RoleName role,
            Instant createdAt, Instant expiresAt) {

        static Received of(Invitation invitation) {
            return new Received(invitation.id(), invitation.organization(), invitation.organizationName(),
                    invitation.role(), invitation.createdAt(), invitation.expiresAt());
        }
    }

    @PostMapping("/v1/organizations/{id}/invitations")
    @RequiresPermission(value = Permission.MEMBERS_MANAGE, organization = "id")
    @ApiResponse(responseCode = "201", description = "A mail is on its way to the address.")
    @ApiResponse(responseCode = "403", description = "`exceeds-own-rights`")
    @ApiResponse(responseCode = "409", description = "`organization-full`")
    @ApiResponse(responseCode = "422", description = "`unknown-role`")
    @ApiResponse(responseCode = "429", description = "`too-many-invitations`")
    @Operation(summary = "Invite somebody", description = "By the address of a person who has an account or makes one. The answer does not say which. Nobody can invite to a role that permits more than they may.")
    ResponseEntity<Sent> invite(Caller caller, IdempotentRequest key, @PathVariable OrganizationId id,
            @Valid @RequestBody NewInvitation request) {
        return audit.watching(caller, "invitation.sent", Scope.of(id), () -> idempotency.once(key, () -> ResponseEntity
                .status(HttpStatus.CREATED).cacheControl(CacheControl.noStore())
                .body(Sent.of(invitations.invite(caller, id, request.email(), request.role())))));
    }

    @GetMapping("/v1/organizations/{id}/invitations")
    @RequiresPermission(value = Permission.MEMBERS_MANAGE, organization = "id")
    @Operation(summary = "List the open invitations of an organization", description = "Newest first.")
    ResponseEntity<Page<Sent>> sent(@PathVariable OrganizationId id, @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        var page = store.of(id, PageRequest.of(limit, cursor)).map(Sent::of);
        return page.answer().cacheControl(CacheControl.noStore()).body(page);
    }

    @DeleteMapping("/v1/organizations/{id}/invitations/{invitation}")
    @RequiresPermission(value = Permission.MEMBERS_MANAGE, organization = "id")
    @ApiResponse(responseCode = "204", description = "Withdrawn.")
    @Operation(summary = "Withdraw an invitation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(Caller caller, @PathVariable OrganizationId id, @PathVariable InvitationId invitation) {
        invitations.withdraw(caller, id, invitation);
    }

    @GetMapping("/v1/invitations")
    @ForCallerThemselves
    @Operation(summary = "List the invitations that one has", description = "To the address of one's account. Newest first.")
    ResponseEntity<Page<Received>> received(Caller caller, @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        var page = store.to(emailOf(caller), PageRequest.of(limit, cursor)).map(Received::of);
        return page.answer().cacheControl(CacheControl.noStore()).body(page);
    }

    @PostMapping("/v1/invitations/{id}/accept")
    @ForCallerThemselves
    @ApiResponse(responseCode = "200", description = "One belongs to the organization now.")
    @ApiResponse(responseCode = "409", description = "`invitation-void`, `organization-full`, `too-many-organizations`, `access-limit-reached`")
    @Operation(summary = "Accept an invitation", description = "Whoever owns the address that was invited can.")
    ResponseEntity<Organization> accept(Caller caller, IdempotentRequest key, @PathVariable InvitationId id) {
        return idempotency.once(key,
                () -> invitations.accept(caller, emailOf(caller), id).answer(ResponseEntity.ok()));
    }

    @DeleteMapping("/v1/invitations/{id}")
    @ForCallerThemselves
    @ApiResponse(responseCode = "204", description = "Declined.")
    @Operation(summary = "Decline an invitation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void decline(Caller caller, @PathVariable InvitationId id) {
        invitations.decline(emailOf(caller), id);
    }

    /// Who is logged in has shown to own this address.
    private String emailOf(Caller caller) {
        return accounts.contact(caller.account()).map(contact -> contact.email())
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "The account does not exist any more."));
    }
}
