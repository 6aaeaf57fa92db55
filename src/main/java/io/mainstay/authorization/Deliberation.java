package io.mainstay.authorization;

import io.mainstay.caller.AccountId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Decisions that are taken together: what an account holds in a scope is read once, when it is needed. Short-lived, for
/// one thread.
public final class Deliberation {

    /// What one may still see of what one made, also for an organization that one has left.
    private static final Set<Permission> READS_OWN = EnumSet.of(Permission.ORDERS_READ, Permission.PAYMENTS_READ);

    private final BindingStore bindings;
    private final Map<Place, List<Grant>> read = new HashMap<>();

    Deliberation(BindingStore bindings) {
        this.bindings = bindings;
    }

    private record Place(AccountId account, Scope scope) {}

    /// Whether the account may do this to the resource, and the credential covers it.
    public Decision decide(AccountId subject, Permission action, Resource resource, Context context) {
        if (!context.covers(action)) {
            return Decision.denied(Reason.CREDENTIAL_LIMITED, action.toString());
        }
        return switch (resource) {
            case Resource.Whole(var scope) -> within(subject, action, scope);
            case Resource.Thing thing -> with(subject, action, thing);
        };
    }

    /// All that the account may do to the resource.
    public Set<Permission> actions(AccountId subject, Resource resource, Context context) {
        var permitted = EnumSet.noneOf(Permission.class);
        Arrays.stream(Permission.values())
                .filter(action -> decide(subject, action, resource, context).isPermitted()).forEach(permitted::add);
        return permitted;
    }

    private Decision within(AccountId subject, Permission action, Scope scope) {
        if (scope.isInstallation() && Role.CUSTOMER.includes(action)) {
            return Decision.permitted(Reason.EVERYBODY_MAY, Role.CUSTOMER.name());
        }
        var trail = new ArrayList<Decision.Step>();
        for (var grant : grantsOf(subject, scope)) {
            if (grant.permits(action, scope)) {
                trail.add(new Decision.Step(Reason.ROLE_PERMITS, grant.role()));
                return new Decision.Permitted(trail);
            }
            if (grant.scope().equals(scope)) {
                trail.add(new Decision.Step(Reason.ROLE_LACKS_IT, grant.role()));
            }
        }
        return trail.isEmpty() ? Decision.denied(Reason.NO_ROLE_HERE, null) : new Decision.Denied(trail);
    }

    private Decision with(AccountId subject, Permission action, Resource.Thing thing) {
        if (!thing.actions().contains(action)) {
            return Decision.denied(Reason.NOT_APPLICABLE, action.toString());
        }
        var owner = thing.owner();
        if (owner == null) {
            // whether it is another's or nobody's is not told apart: that would say which things there are
            return Decision.denied(Reason.NOT_THE_OWNER, null);
        }
        var organization = owner.organization();
        if (owner.account().equals(subject) && (organization == null || READS_OWN.contains(action))) {
            return Decision.permitted(Reason.OWNS_IT, null);
        }
        if (organization == null) {
            return Decision.denied(Reason.NOT_THE_OWNER, null);
        }
        var decision = within(subject, action, Scope.of(organization));
        return decision.because() == Reason.NO_ROLE_HERE ? Decision.denied(Reason.NOT_THE_OWNER, null) : decision;
    }

    private List<Grant> grantsOf(AccountId subject, Scope scope) {
        return read.computeIfAbsent(new Place(subject, scope), _ -> bindings.grantsOf(subject, scope));
    }
}
