package io.mainstay.authzen;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.Resource;
import io.mainstay.authorization.Scope;
import io.mainstay.caller.AccountId;
import org.jspecify.annotations.Nullable;

/// What a caller wants to know, understood.
///
/// @param subject null if it can be no account
/// @param action null if there is no such permission
/// @param scope in which one must be permitted to ask about others
record Question(@Nullable AccountId subject, @Nullable Permission action, Resource resource, Scope scope) {}
