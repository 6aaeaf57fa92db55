package io.mainstay.organizations;

import io.mainstay.authorization.AuditEntry;
import io.mainstay.authorization.AuditLog;
import io.mainstay.authorization.RoleBindings;
import io.mainstay.authorization.Scope;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.caller.OrganizationId;
import io.mainstay.http.IfMatch;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Founds and renames organizations.
@Service
class Organizations {

    private final OrganizationStore store;
    private final RoleBindings bindings;
    private final AuditLog audit;
    private final OrganizationSettings settings;

    Organizations(OrganizationStore store, RoleBindings bindings, AuditLog audit, OrganizationSettings settings) {
        this.store = store;
        this.bindings = bindings;
        this.audit = audit;
        this.settings = settings;
    }

    /// Its founder is its first owner.
    ///
    /// @throws Refusal `too-many-organizations` (409)
    @Transactional(propagation = Propagation.MANDATORY)
    public Organization found(AccountId founder, OrganizationName name) {
        requireRoom(founder);
        var id = OrganizationId.next();
        // first: it's what makes the organization visible to its founder
        bindings.found(id, founder);
        var organization = store.add(id, name);
        var _ = store.join(id, founder);
        audit.note(AuditEntry.of(founder, "organization.founded", Scope.of(id)).change(Map.of(),
                Map.of("name", name.value())));
        return organization;
    }

    /// Makes the account a member, unless it is one. The caller holds the lock of the organization's scope.
    ///
    /// @throws Refusal `organization-full`, `too-many-organizations` (409)
    @Transactional(propagation = Propagation.MANDATORY)
    public void takeIn(OrganizationId organization, AccountId account) {
        if (store.isMember(organization, account)) {
            return;
        }
        requireRoom(account);
        if (store.membersOf(organization) >= settings.maxMembers()) {
            throw new Refusal(OrganizationProblems.ORGANIZATION_FULL,
                    "There can be " + settings.maxMembers() + " members.");
        }
        var _ = store.join(organization, account);
    }

    /// The account can belong to one more; until the end of the transaction nobody else adds one.
    private void requireRoom(AccountId account) {
        store.lockMembershipsOf(account);
        if (store.membershipsOf(account) >= settings.maxPerAccount()) {
            throw new Refusal(OrganizationProblems.TOO_MANY_ORGANIZATIONS,
                    "An account can belong to " + settings.maxPerAccount() + " organizations.");
        }
    }

    Organization read(OrganizationId id) {
        return store.find(id).orElseThrow(Organizations::unknown);
    }

    @Transactional
    public Organization rename(Caller caller, OrganizationId id, IfMatch seen, OrganizationName name) {
        var organization = store.findForUpdate(id).orElseThrow(Organizations::unknown);
        seen.require(organization.version());
        var renamed = store.rename(id, name);
        audit.note(AuditEntry.of(caller.account(), "organization.renamed", Scope.of(id))
                .change(Map.of("name", organization.name().value()), Map.of("name", name.value())));
        return renamed;
    }

    static Refusal unknown() {
        return new Refusal(HttpProblems.NOT_FOUND, "There is no such organization.");
    }
}
