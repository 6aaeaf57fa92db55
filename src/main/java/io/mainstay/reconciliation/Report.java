package io.mainstay.reconciliation;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/// What a provider says that it settled.
///
/// @param from of the report's time
/// @param to its end, not included
/// @param lines that were new
/// @param breaks that it opened
@Schema(name = "SettlementReport")
record Report(ReportId id, String provider, Instant from, Instant to, int lines, int breaks, Instant importedAt) {}
