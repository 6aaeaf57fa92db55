package io.mainstay.authorization;

import io.mainstay.caller.Caller;
import io.mainstay.http.IfMatch;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The roles that people make: a name for good, and permissions that can be changed, which takes effect for all who hold
/// it with their next request. Each change joins the caller's transaction, holds the lock of its scope and leaves an entry
/// in the audit log.
@Service
class CustomRoles {

    private final RoleStore store;
    private final BindingStore bindings;
    private final GrantRules rules;
    private final AuditLog audit;
    private final AccessSettings settings;

    CustomRoles(RoleStore store, BindingStore bindings, GrantRules rules, AuditLog audit, AccessSettings settings) {
        this.store = store;
        this.bindings = bindings;
        this.rules = rules;
        this.audit = audit;
        this.settings = settings;
    }

    List<CustomRole> in(Scope scope) {
        return store.in(scope);
    }

    /// @throws Refusal `not-found`
    CustomRole read(Scope scope, RoleName name) {
        return store.find(scope, name)
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "There is no such role."));
    }

    /// @throws Refusal `exceeds-own-rights` (403), `role-name-taken`, `access-limit-reached` (409)
    @Transactional(propagation = Propagation.MANDATORY)
    public CustomRole create(Caller caller, Scope scope, RoleName name, Set<Permission> permissions) {
        bindings.lock(scope);
        rules.requireHeld(caller, scope, permissions);
        var existing = store.in(scope);
        if (name.known().isPresent() || existing.stream().anyMatch(role -> role.name().equals(name))) {
            throw new Refusal(AccessProblems.ROLE_NAME_TAKEN, "Names can't be used twice, nor those of the system.");
        }
        if (existing.size() >= settings.maxRoles()) {
            throw new Refusal(AccessProblems.TOO_MANY, "There can be " + settings.maxRoles() + " roles of one's own.");
        }
        var role = store.add(scope, name, permissions);
        audit.note(AuditEntry.of(caller.account(), "role.created", scope).about(name)
                .change(Map.of(), described(permissions)));
        return role;
    }

    /// @throws Refusal `exceeds-own-rights` (403), also for permissions that would be taken out; `not-found` (404),
    ///     `precondition-failed` (412)
    @Transactional(propagation = Propagation.MANDATORY)
    public CustomRole change(Caller caller, Scope scope, RoleName name, IfMatch seen, Set<Permission> permissions) {
        bindings.lock(scope);
        var role = read(scope, name);
        seen.require(role.version());
        var touched = EnumSet.copyOf(permissions);
        touched.addAll(role.permissions());
        rules.requireHeld(caller, scope, touched);
        var changed = store.change(role.id(), permissions);
        audit.note(AuditEntry.of(caller.account(), "role.changed", scope).about(name)
                .change(described(role.permissions()), described(permissions)));
        return changed;
    }

    /// @throws Refusal `exceeds-own-rights` (403), `not-found` (404), `role-in-use` (409)
    @Transactional(propagation = Propagation.MANDATORY)
    public void delete(Caller caller, Scope scope, RoleName name) {
        bindings.lock(scope);
        var role = read(scope, name);
        rules.requireHeld(caller, scope, role.permissions());
        if (bindings.isHeld(role.id())) {
            throw new Refusal(AccessProblems.ROLE_IN_USE, "There are bindings of this role.");
        }
        store.delete(role.id());
        audit.note(AuditEntry.of(caller.account(), "role.deleted", scope).about(name)
                .change(described(role.permissions()), Map.of()));
    }

    private static Map<String, Object> described(Set<Permission> permissions) {
        return Map.of("permissions", permissions.stream().map(Permission::toString).sorted().toList());
    }
}
