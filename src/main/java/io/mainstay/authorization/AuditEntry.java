package io.mainstay.authorization;

import io.mainstay.caller.AccountId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A change of who may do what.
///
/// @param actor null for what the program itself did
/// @param action what was done, `role.created`
/// @param subject whose rights or membership it concerns
/// @param before what was changed, as it was; names and ids, no personal data
/// @param after as it is now
public record AuditEntry(@Nullable AccountId actor, String action, Scope scope, @Nullable AccountId subject,
        @Nullable RoleName role, Map<String, Object> before, Map<String, Object> after) {

    public AuditEntry {
        before = Map.copyOf(before);
        after = Map.copyOf(after);
    }

    public static AuditEntry of(@Nullable AccountId actor, String action, Scope scope) {
        return new AuditEntry(actor, action, scope, null, null, Map.of(), Map.of());
    }

    public AuditEntry about(AccountId subject, @Nullable RoleName role) {
        return new AuditEntry(actor, action, scope, subject, role, before, after);
    }

    public AuditEntry about(RoleName role) {
        return new AuditEntry(actor, action, scope, subject, role, before, after);
    }

    public AuditEntry change(Map<String, Object> before, Map<String, Object> after) {
        return new AuditEntry(actor, action, scope, subject, role, before, after);
    }
}
