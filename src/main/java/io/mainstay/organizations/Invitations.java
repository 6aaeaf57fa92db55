package io.mainstay.organizations;

import io.mainstay.auth.EmailAddress;
import io.mainstay.authorization.AccessProblems;
import io.mainstay.authorization.AuditEntry;
import io.mainstay.authorization.AuditLog;
import io.mainstay.authorization.RoleBindings;
import io.mainstay.authorization.RoleName;
import io.mainstay.authorization.Scope;
import io.mainstay.caller.Caller;
import io.mainstay.caller.OrganizationId;
import io.mainstay.messaging.Outbox;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The way into an organization: somebody who may invites an address, and who owns the address accepts. Nobody looks
/// whether the address has an account, so nothing tells. In each transaction the scope of the organization is locked
/// first.
@Service
class Invitations {

    private static final Duration HOUR = Duration.ofHours(1);

    private final InvitationStore store;
    private final Organizations organizations;
    private final RoleBindings bindings;
    private final AuditLog audit;
    private final Outbox outbox;
    private final OrganizationSettings settings;

    Invitations(InvitationStore store, Organizations organizations, RoleBindings bindings, AuditLog audit,
            Outbox outbox, OrganizationSettings settings) {
        this.store = store;
        this.organizations = organizations;
        this.bindings = bindings;
        this.audit = audit;
        this.outbox = outbox;
        this.settings = settings;
    }

    /// Sends a mail to the address. A further invitation takes the place of an earlier one.
    ///
    /// @throws Refusal `exceeds-own-rights` (403) if the role permits more than the caller may, `organization-full` (409),
    ///     `unknown-role` (422), `too-many-invitations` (429)
    @Transactional(propagation = Propagation.MANDATORY)
    public Invitation invite(Caller caller, OrganizationId organization, EmailAddress email, RoleName role) {
        var scope = Scope.of(organization);
        bindings.requireGrantable(caller, scope, role);
        if (store.openOf(organization) >= settings.maxInvitations()) {
            throw new Refusal(OrganizationProblems.ORGANIZATION_FULL,
                    "There can be " + settings.maxInvitations() + " open invitations.");
        }
        if (!store.count(organization, settings.maxInvitationsPerHour())) {
            throw new Refusal(OrganizationProblems.TOO_MANY_INVITATIONS,
                    "There can be " + settings.maxInvitationsPerHour() + " in an hour.",
                    Map.of(Refusal.RETRY_AFTER_SECONDS, (int) HOUR.toSeconds()));
        }
        var invitation = store.put(organization, email, role, caller.account(), settings.invitationLifetime());
        outbox.publish(OrganizationInvited.TYPE, OrganizationInvited.VERSION, invitation.id().toString(),
                OrganizationInvited.of(invitation));
        audit.note(AuditEntry.of(caller.account(), "invitation.sent", scope).about(role).change(Map.of(),
                Map.of("invitation", invitation.id().toString())));
        return invitation;
    }

    @Transactional
    public void withdraw(Caller caller, OrganizationId organization, InvitationId id) {
        if (!store.delete(id, organization)) {
            throw unknown();
        }
        audit.note(AuditEntry.of(caller.account(), "invitation.withdrawn", Scope.of(organization)).change(
                Map.of("invitation", id.toString()), Map.of()));
    }

    /// The role is given by who invited, who must still hold all of it.
    ///
    /// @param email the caller's own address
    /// @throws Refusal `not-found` (404), `invitation-void`, `organization-full`, `too-many-organizations` (409)
    @Transactional(propagation = Propagation.MANDATORY)
    public Organization accept(Caller caller, String email, InvitationId id) {
        var invitation = store.find(id, email).orElseThrow(Invitations::unknown);
        var organization = invitation.organization();
        var scope = Scope.of(organization);
        bindings.lock(scope);
        if (!store.delete(id)) {
            throw unknown();
        }
        organizations.takeIn(organization, caller.account());
        try {
            var _ = bindings.grant(new Caller(invitation.invitedBy(), null, null), scope, caller.account(),
                    invitation.role());
        } catch (Refusal refusal) {
            throw refusal.type().equals(AccessProblems.TOO_MANY)
                    ? refusal
                    : new Refusal(OrganizationProblems.INVITATION_VOID,
                            "Who invited can't give this role any more, or there is none of this name.");
        }
        audit.note(AuditEntry.of(caller.account(), "member.joined", scope).about(caller.account(), invitation.role())
                .change(Map.of("invitation", id.toString()), Map.of()));
        return organizations.read(organization);
    }

    /// @param email the caller's own address
    @Transactional
    public void decline(String email, InvitationId id) {
        if (!store.delete(id, email)) {
            throw unknown();
        }
    }

    private static Refusal unknown() {
        return new Refusal(HttpProblems.NOT_FOUND, "There is no such invitation.");
    }
}
