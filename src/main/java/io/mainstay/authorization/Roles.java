package io.mainstay.authorization;

import io.mainstay.caller.AccountId;
import io.mainstay.caller.Subjects;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// What the program itself grants, asking nobody: demonstration data and the first administrator.
@Service
public class Roles {

    private final BindingStore bindings;
    private final AuditLog audit;
    private final TransactionTemplate transaction;

    Roles(BindingStore bindings, AuditLog audit, TransactionTemplate transaction) {
        this.bindings = bindings;
        this.audit = audit;
        this.transaction = transaction;
    }

    /// Takes effect with the account's next request, on every instance. Granting what is held already changes nothing.
    /// Joins the caller's transaction, if there is one.
    ///
    /// @param role one of the installation, or [Role#CUSTOMER], which everybody holds
    public void grant(AccountId account, Role role) {
        if (role == Role.CUSTOMER) {
            return;
        }
        transaction.executeWithoutResult(_ -> {
            bindings.lock(Scope.INSTALLATION);
            bindings.add(account, Subjects.Kind.PERSON, Scope.INSTALLATION, RoleName.of(role), null, null)
                    .ifPresent(binding -> audit.note(AuditEntry.of(null, "binding.granted", Scope.INSTALLATION)
                            .about(account, binding.role())));
        });
    }
}
