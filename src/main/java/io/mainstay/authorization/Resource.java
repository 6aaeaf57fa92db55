package io.mainstay.authorization;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an action is about.
public sealed interface Resource {

    /// The installation or an organization as such. For what is everybody's own (orders, payments), the installation
    /// means: one's own ones in it.
    record Whole(Scope scope) implements Resource {}

    /// One thing that belongs to somebody.
    ///
    /// @param actions all that can be done with such a thing
    /// @param owner null if nobody knows: what only ownership would permit is denied then
    record Thing(Set<Permission> actions, @Nullable OwnedBy owner) implements Resource {}
}
