package io.mainstay.authorization;

import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.caller.OrganizationId;
import io.mainstay.caller.Subjects;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Who holds which role where. A change takes effect with the account's next request, on every instance; it joins the
/// caller's transaction, holds the lock of its scope until that ends, and leaves an entry in the audit log.
@Service
public class RoleBindings {

    private final BindingStore store;
    private final GrantRules rules;
    private final AuditLog audit;
    private final AccessSettings settings;

    RoleBindings(BindingStore store, GrantRules rules, AuditLog audit, AccessSettings settings) {
        this.store = store;
        this.rules = rules;
        this.audit = audit;
        this.settings = settings;
    }

    /// For callers that change something else in the same transaction, which is to be locked after the scope.
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(Scope scope) {
        store.lock(scope);
    }

    /// Granting what is held already changes nothing.
    ///
    /// @throws Refusal `exceeds-own-rights` (403), `access-limit-reached` (409), `unknown-role`,
    ///     `unknown-account-for-role` (422)
    @Transactional(propagation = Propagation.MANDATORY)
    public RoleBinding grant(Caller granter, Scope scope, AccountId account, RoleName role) {
        store.lock(scope);
        var grantable = rules.grantable(scope, role);
        rules.requireHeld(granter, scope, grantable.permissions());
        var held = store.of(account, scope);
        var same = held.stream().filter(binding -> binding.role().equals(role)).findAny();
        if (same.isPresent()) {
            return same.get();
        }
        if (held.size() >= settings.maxBindings()) {
            throw new Refusal(AccessProblems.TOO_MANY,
                    "An account can hold " + settings.maxBindings() + " roles in one scope.");
        }
        var binding = store.add(account, rules.kindOf(account), scope, role, grantable.custom(), granter.account())
                .orElseThrow();
        audit.note(AuditEntry.of(granter.account(), "binding.granted", scope).about(account, role));
        return binding;
    }

    /// For a role that is promised now and granted later, when the same is asked again.
    ///
    /// @throws Refusal `exceeds-own-rights` (403), `unknown-role` (422)
    @Transactional(propagation = Propagation.MANDATORY)
    public void requireGrantable(Caller granter, Scope scope, RoleName role) {
        store.lock(scope);
        rules.requireHeld(granter, scope, rules.grantable(scope, role).permissions());
    }

    /// For who gets into the hands what an account's rights can be used by, such as a program's secret: it has to be no
    /// more than they have.
    ///
    /// @throws Refusal `exceeds-own-rights` (403)
    @Transactional(propagation = Propagation.MANDATORY)
    public void requireAsMuchAs(Caller caller, AccountId account) {
        for (var scope : store.scopesOf(account)) {
            store.lock(scope);
            var permissions = store.grantsOf(account, scope).stream().filter(grant -> grant.scope().equals(scope))
                    .flatMap(grant -> grant.permissions().stream()).collect(Collectors.toSet());
            rules.requireHeld(caller, scope, permissions);
        }
    }

    /// Makes the first owner of an organization that has just been founded.
    @Transactional(propagation = Propagation.MANDATORY)
    public void found(OrganizationId organization, AccountId owner) {
        var scope = Scope.of(organization);
        store.lock(scope);
        var role = RoleName.of(Role.OWNER);
        var _ = store.add(owner, Subjects.Kind.PERSON, scope, role, null, owner).orElseThrow();
        audit.note(AuditEntry.of(owner, "binding.granted", scope).about(owner, role));
    }

    /// One's own can always be given up.
    ///
    /// @throws Refusal `exceeds-own-rights` (403), `not-found` (404), `last-administrator`, `last-owner` (409)
    @Transactional(propagation = Propagation.MANDATORY)
    public void revoke(Caller caller, Scope scope, BindingId id) {
        store.lock(scope);
        var binding = store.find(scope, id)
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "There is no such binding."));
        remove(caller, scope, binding.accountId(), List.of(binding));
    }

    /// All that the account holds in the scope, as when a member is removed or leaves.
    ///
    /// @throws Refusal `exceeds-own-rights` (403), `last-administrator`, `last-owner` (409)
    @Transactional(propagation = Propagation.MANDATORY)
    public void revokeAll(Caller caller, Scope scope, AccountId account) {
        store.lock(scope);
        remove(caller, scope, account, store.of(account, scope));
    }

    /// For an account that is closed: takes all of its roles everywhere. The last person of an organization may go.
    ///
    /// @throws Refusal `last-administrator`, `last-owner` (409): somebody else is there and would be left without
    @Transactional(propagation = Propagation.MANDATORY)
    public void revokeAllOf(AccountId account) {
        // in the order of their keys, as two closings could wait for each other otherwise
        for (var scope : store.scopesOf(account)) {
            store.lock(scope);
            var leaving = store.of(account, scope);
            if (scope.isInstallation() || store.isHeldByOthers(scope, null, account)) {
                rules.requireSuccessor(scope, account, leaving);
            }
            store.deleteAll(leaving);
            leaving.forEach(binding -> audit.note(AuditEntry.of(account, "binding.revoked", scope)
                    .about(account, binding.role())));
        }
    }

    /// Newest first.
    ///
    /// @param account null for everybody's
    public Page<RoleBinding> page(Scope scope, @Nullable AccountId account, PageRequest page) {
        return store.page(scope, account, page);
    }

    /// The names of the roles of each of these accounts in the scope, in one statement; at most a page of accounts.
    public Map<AccountId, List<RoleName>> rolesOf(Collection<AccountId> accounts, Scope scope) {
        return store.of(accounts, scope).stream().collect(Collectors.groupingBy(RoleBinding::accountId,
                Collectors.mapping(RoleBinding::role, Collectors.toList())));
    }

    private void remove(Caller caller, Scope scope, AccountId account, List<RoleBinding> leaving) {
        if (!account.equals(caller.account())) {
            var taken = EnumSet.noneOf(Permission.class);
            leaving.forEach(binding -> taken.addAll(rules.grantable(scope, binding.role()).permissions()));
            rules.requireHeld(caller, scope, taken);
        }
        rules.requireSuccessor(scope, account, leaving);
        store.deleteAll(leaving);
        leaving.forEach(binding -> audit
                .note(AuditEntry.of(caller.account(), "binding.revoked", scope).about(account, binding.role())));
    }
}
