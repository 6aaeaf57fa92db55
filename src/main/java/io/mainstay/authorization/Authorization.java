package io.mainstay.authorization;

import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.caller.OrganizationId;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Service;

/// Decides who may do what; nothing else does. What every customer may is decided without asking the database; anything
/// else costs one small query, and when its answer doesn't come nothing is permitted: the request ends as a 503.
///
/// The queries of other modules, which hold the owner and the tenant, say the same by `access.permits`.
@Service
public class Authorization {

    private final BindingStore bindings;

    Authorization(BindingStore bindings) {
        this.bindings = bindings;
    }

    /// Whether the account may do this to the resource, and the credential covers it. Joins the caller's transaction.
    public Decision decide(AccountId subject, Permission action, Resource resource, Context context) {
        return deliberate().decide(subject, action, resource, context);
    }

    /// For several decisions in one request.
    public Deliberation deliberate() {
        return new Deliberation(bindings);
    }

    /// Whether the caller may do this in the installation; for what is everybody's own: with one's own things.
    public boolean permits(Caller caller, Permission permission) {
        return decide(caller, permission, Scope.INSTALLATION).isPermitted();
    }

    /// @throws Refusal `not-found` if the caller has no role in the organization, so that one can't tell whether it
    ///     exists; `forbidden` if none of the caller's roles permits it
    public void require(Caller caller, Permission permission, OrganizationId organization) {
        if (decide(caller, permission, Scope.of(organization)) instanceof Decision.Denied denied) {
            throw refusal(denied, permission);
        }
    }

    Decision decide(Caller caller, Permission permission, Scope scope) {
        return decide(caller.account(), permission, new Resource.Whole(scope), Context.of(caller));
    }

    static Refusal refusal(Decision.Denied denied, Permission permission) {
        return denied.because() == Reason.NO_ROLE_HERE
                ? new Refusal(HttpProblems.NOT_FOUND, "There is no such organization.")
                : new Refusal(HttpProblems.FORBIDDEN, "This needs the permission " + permission + ".");
    }

    /// What the caller holds in the scope at this moment, as far as the credential covers it.
    Set<Permission> held(Caller caller, Scope scope) {
        var context = Context.of(caller);
        var held = EnumSet.noneOf(Permission.class);
        List<Grant> grants = bindings.grantsOf(caller.account(), scope);
        for (var grant : grants) {
            grant.permissions().stream()
                    .filter(permission -> context.covers(permission) && grant.permits(permission, scope))
                    .forEach(held::add);
        }
        return held;
    }
}
