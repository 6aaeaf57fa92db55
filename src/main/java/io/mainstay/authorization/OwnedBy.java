package io.mainstay.authorization;

import io.mainstay.caller.AccountId;
import io.mainstay.caller.OrganizationId;
import org.jspecify.annotations.Nullable;

/// Whose a thing is.
///
/// @param account who made it
/// @param organization for which; null if it is the account's own
public record OwnedBy(AccountId account, @Nullable OrganizationId organization) {}
