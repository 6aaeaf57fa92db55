package io.mainstay.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Long work as clients see it.
///
/// @param kind `ledgerExport` or `settlementReport`
/// @param status `queued`, `running`, `succeeded` or `failed`
/// @param progress percents, roughly
/// @param attempts how often it was begun
/// @param result what came of it
/// @param resultUrl where its file is, if it has one, until it expires
/// @param error a problem: why it failed
/// @param expiresAt when it's forgotten, with its file
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Job")
record Job(JobId id, String kind, String status, int progress, int attempts,
        @Schema(implementation = Object.class) @Nullable JsonNode result, @Nullable String resultUrl,
        @Schema(implementation = Object.class) @Nullable JsonNode error, Instant createdAt,
        @Nullable Instant finishedAt,
        @Nullable Instant expiresAt) {}
