package io.mainstay.authorization;

import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.caller.Subjects;
import io.mainstay.problem.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What holds for every change of roles and bindings. Everything here is asked under the lock of the scope, and so sees
/// what was committed before it: a granter who has just lost a right no longer grants it.
@Component
class GrantRules {

    private final Authorization authorization;
    private final RoleStore roles;
    private final BindingStore bindings;
    private final List<Subjects> subjects;

    GrantRules(Authorization authorization, RoleStore roles, BindingStore bindings, List<Subjects> subjects) {
        this.authorization = authorization;
        this.roles = roles;
        this.bindings = bindings;
        this.subjects = subjects;
    }

    /// @throws Refusal `unknown-account-for-role` if nobody could use what is given to it
    Subjects.Kind kindOf(AccountId account) {
        return subjects.stream().flatMap(known -> known.kindOf(account).stream()).findAny()
                .orElseThrow(() -> new Refusal(AccessProblems.UNKNOWN_SUBJECT, "No open account has this id."));
    }

    /// @param custom null for a role that the code knows
    record Grantable(@Nullable UUID custom, Set<Permission> permissions) {}

    /// @throws Refusal `unknown-role` if no role of this name can be granted in the scope
    Grantable grantable(Scope scope, RoleName name) {
        var known = name.known();
        if (known.isPresent()) {
            return known.filter(role -> role.counts(scope)).map(role -> new Grantable(null, role.permissions()))
                    .orElseThrow(GrantRules::unknown);
        }
        return roles.find(scope, name).map(role -> new Grantable(role.id(), role.permissions()))
                .orElseThrow(GrantRules::unknown);
    }

    /// Nobody gives or takes what they don't hold in the same scope.
    ///
    /// @throws Refusal `exceeds-own-rights`
    void requireHeld(Caller caller, Scope scope, Set<Permission> permissions) {
        var held = authorization.held(caller, scope);
        var missing = permissions.stream().filter(permission -> !held.contains(permission)).sorted()
                .map(Permission::toString).toList();
        if (!missing.isEmpty()) {
            throw new Refusal(AccessProblems.EXCEEDS_OWN_RIGHTS, "You don't hold all of it here.",
                    Map.of("missing", missing));
        }
    }

    /// The database holds the same by `access.keep_the_last`.
    ///
    /// @throws Refusal `last-administrator`, `last-owner`
    void requireSuccessor(Scope scope, AccountId account, List<RoleBinding> leaving) {
        for (var binding : leaving) {
            if (is(binding, Role.ADMINISTRATOR) && !bindings.isHeldByOthers(scope, Role.ADMINISTRATOR, account)) {
                throw new Refusal(AccessProblems.LAST_ADMINISTRATOR, "Nobody else is an administrator.");
            }
            if (is(binding, Role.OWNER) && !bindings.isHeldByOthers(scope, Role.OWNER, account)) {
                throw new Refusal(AccessProblems.LAST_OWNER, "Nobody else owns the organization.",
                        Map.of("organizationId", String.valueOf(scope.organization())));
            }
        }
    }

    private static boolean is(RoleBinding binding, Role role) {
        return binding.role().value().equals(role.name());
    }

    private static Refusal unknown() {
        return new Refusal(AccessProblems.UNKNOWN_ROLE, "No role of this name can be granted here.");
    }
}
