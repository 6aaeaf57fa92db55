package io.mainstay.authorization;

import java.util.Optional;
import java.util.Set;

/// A kind of things that belong to accounts or organizations, as the module that keeps them knows them. Decisions about
/// one of them look its owner up here and believe nobody else.
public interface OwnedThings {

    /// What the kind is called: the prefix of its ids.
    String type();

    /// All that can be done with one.
    Set<Permission> actions();

    /// One read of one row. Empty if there is no such thing, or none can have this id.
    Optional<OwnedBy> ownerOf(String id);
}
