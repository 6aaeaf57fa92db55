package io.mainstay.reconciliation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mainstay.caller.AccountId;
import io.mainstay.money.Money;
import io.mainstay.providers.OperationId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A difference between the provider's word and ours.
///
/// @param kind `unknownHere`, `differs`, `notSucceededHere`, `notInLedger`, `missingAtProvider` or `changed`
/// @param line the provider's name for the line, if there is one
/// @param operation ours, if there is one
/// @param theirs what the provider says, refunds and captures alike positive
/// @param ours what is known here
/// @param ageDays how many days it has been open, or was
/// @param resolvedBy null where a later report brought it in order
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ReconciliationBreak")
record Break(BreakId id, ReportId reportId, String provider, BreakKind kind, @Nullable String line,
        @Nullable OperationId operation, @Nullable Money theirs, @Nullable Money ours, Instant openedAt, long ageDays,
        @Nullable Instant resolvedAt, @Nullable AccountId resolvedBy, @Nullable String reason) {}
