package io.mainstay.organizations;

import io.mainstay.auth.Accounts;
import io.mainstay.authorization.AuditEntry;
import io.mainstay.authorization.AuditLog;
import io.mainstay.authorization.RoleBindings;
import io.mainstay.authorization.Scope;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.caller.OrganizationId;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// Ends memberships, and with each its roles. The scope of the organization is locked first, then rows.
@Service
public class Memberships {

    private final OrganizationStore store;
    private final InvitationStore invitations;
    private final Accounts accounts;
    private final RoleBindings bindings;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    Memberships(OrganizationStore store, InvitationStore invitations, Accounts accounts, RoleBindings bindings,
            AuditLog audit, TransactionTemplate transaction) {
        this.store = store;
        this.invitations = invitations;
        this.accounts = accounts;
        this.bindings = bindings;
        this.audit = audit;
        this.transaction = transaction;
    }

    /// Takes effect with the member's next request.
    ///
    /// @throws Refusal `exceeds-own-rights` (403) if the member may more than the caller, `not-found` (404), `last-owner`
    ///     (409)
    void remove(Caller caller, OrganizationId organization, AccountId member) {
        end("member.removed", caller, organization, member);
    }

    /// @throws Refusal `not-found` (404), `last-owner` (409)
    void leave(Caller caller, OrganizationId organization) {
        end("member.left", caller, organization, caller.account());
    }

    /// For an account that is closed: it leaves every organization, loses every role, also of the installation, and what
    /// waits for its address is deleted.
    ///
    /// @throws Refusal `last-administrator`, `last-owner` (409) if others would be left without one
    @Transactional(propagation = Propagation.MANDATORY)
    public void endAllOf(AccountId account) {
        bindings.revokeAllOf(account);
        store.leaveAll(account);
        accounts.contact(account).ifPresent(contact -> invitations.deleteFor(contact.email()));
    }

    private void end(String action, Caller caller, OrganizationId organization, AccountId member) {
        var scope = Scope.of(organization);
        var _ = audit.watching(caller, action, scope, () -> transaction.execute(_ -> {
            bindings.revokeAll(caller, scope, member);
            if (!store.leave(organization, member)) {
                throw new Refusal(HttpProblems.NOT_FOUND, "There is no such member.");
            }
            audit.note(AuditEntry.of(caller.account(), action, scope).about(member, null));
            return member;
        }));
    }
}
