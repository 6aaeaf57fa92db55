package io.mainstay.apikeys;

import io.mainstay.caller.AccountId;
import java.time.Instant;

/// An account that is a program: it has no password and no mailbox, and acts by its keys alone.
///
/// @param id an account like a person's: roles can be granted to it, and what it makes belongs to it
record ServiceAccount(AccountId id, String name, Instant createdAt) {}
