package io.mainstay.factors;

import io.mainstay.auth.Base64Url;

/// What an authenticator made, verified.
///
/// @param id the credential's, chosen by the authenticator
/// @param encoded see [Passkey#credential]
record NewCredential(Base64Url id, Base64Url encoded, long signCount, boolean backupEligible, boolean backedUp) {}
