package io.mainstay.ledger;

import io.mainstay.money.Money;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// How much of a hold is to be posted.
///
/// @param amount a part of a hold of two entries, more than zero; absent for all that any hold holds
@Schema(name = "LedgerPostHoldRequest")
record PostHoldRequest(@Nullable Money amount) {}
