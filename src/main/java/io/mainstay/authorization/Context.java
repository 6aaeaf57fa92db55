package io.mainstay.authorization;

import io.mainstay.caller.Caller;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The circumstances of an action.
///
/// @param scopes the permissions that the subject's credential is limited to; null if it isn't
public record Context(@Nullable Set<String> scopes) {

    public static final Context UNLIMITED = new Context(null);

    public Context {
        scopes = scopes == null ? null : Set.copyOf(scopes);
    }

    public static Context of(Caller caller) {
        return new Context(caller.scopes());
    }

    public boolean covers(Permission permission) {
        return scopes == null || scopes.contains(permission.toString());
    }
}
