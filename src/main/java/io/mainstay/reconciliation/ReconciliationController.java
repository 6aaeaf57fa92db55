package io.mainstay.reconciliation;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.caller.Caller;
import io.mainstay.http.BoundedBody;
import io.mainstay.idempotency.Idempotency;
import io.mainstay.idempotency.IdempotentRequest;
import io.mainstay.jobs.Jobs;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.mainstay.rowsecurity.AllRows;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/v1/settlement-reports`, `/v1/reconciliation-breaks`: import what providers say, and look into what differs.
@RestController
@Tag(name = "Reconciliation")
class ReconciliationController {

    private static final MediaType CSV = MediaType.parseMediaType("text/csv");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final Idempotency idempotency;
    private final ImportReport importReport;
    private final ReconciliationStore store;
    private final AllRows rows;

    ReconciliationController(Idempotency idempotency, ImportReport importReport, ReconciliationStore store,
            AllRows rows) {
        this.idempotency = idempotency;
        this.importReport = importReport;
        this.store = store;
        this.rows = rows;
    }

    @PostMapping("/v1/settlement-reports")
    @RequiresPermission(Permission.RECONCILIATION_MANAGE)
    @Operation(summary = "Import a settlement report", description = """
            A CSV file with the header `id,type,operation,amount,fee,currency,at`: the provider's name for the line, `capture`,
            `refund` or another word, our operation, gross amount and fee in minor units, ISO 4217, ISO 8601. A job imports all
            of it or, where something in it can't be read, nothing: then the job's error says where.""")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = @Content(mediaType = "text/csv", schema = @Schema(type = "string"), examples = @ExampleObject("""
            id,type,operation,amount,fee,currency,at
            bt_1,capture,operation_01h455vb4pex5vsknk084sn02q,2380,58,EUR,2026-11-26T09:30:00Z
            """)))
    @ApiResponse(responseCode = "202", description = "The job that Location names imports it.")
    @ApiResponse(responseCode = "409", description = "`too-many-jobs`")
    @ApiResponse(responseCode = "422", description = "`unknown-provider`")
    ResponseEntity<Jobs.Accepted> importReport(Caller caller, IdempotentRequest key, HttpServletRequest request,
            @RequestParam String provider, @RequestParam Instant from, @RequestParam Instant to) {
        // here, so that whoever may not import hears that first
        if (!isCsv(request.getContentType())) {
            throw new Refusal(HttpProblems.UNSUPPORTED_MEDIA_TYPE, "The body must be text/csv.");
        }
        if (from.isBefore(Instant.EPOCH) || to.isAfter(LATEST) || !from.isBefore(to)) {
            throw new Refusal(HttpProblems.MALFORMED_REQUEST, "from is before to, both within the years 1970 to 9999.");
        }
        return idempotency.once(key, () -> Jobs.accepted(importReport.start(caller.account(),
                new ImportReport.Parameters(provider, from, to), BoundedBody.of(request))));
    }

    @GetMapping("/v1/settlement-reports")
    @RequiresPermission(Permission.RECONCILIATION_MANAGE)
    @Operation(summary = "List settlement reports", description = "Those that were imported, newest first.")
    ResponseEntity<Page<Report>> reports(@RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        var request = PageRequest.of(limit, cursor);
        var page = rows.read(() -> store.reports(request));
        return page.answer().cacheControl(CacheControl.noStore()).body(page);
    }

    @GetMapping("/v1/settlement-reports/{id}")
    @RequiresPermission(Permission.RECONCILIATION_MANAGE)
    @Operation(summary = "Read a settlement report")
    ResponseEntity<Report> report(@PathVariable ReportId id) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(rows.read(() -> store.find(id))
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "There is no such report.")));
    }

    @GetMapping("/v1/reconciliation-breaks")
    @RequiresPermission(Permission.RECONCILIATION_MANAGE)
    @Operation(summary = "List reconciliation breaks", description = "Differences between providers and us, newest first: the open ones, or with resolved=true the others.")
    ResponseEntity<Page<Break>> breaks(@RequestParam(defaultValue = "false") boolean resolved,
            @RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor) {
        var request = PageRequest.of(limit, cursor);
        var page = rows.read(() -> store.breaks(!resolved, request));
        return page.answer().cacheControl(CacheControl.noStore()).body(page);
    }

    @GetMapping("/v1/reconciliation-breaks/{id}")
    @RequiresPermission(Permission.RECONCILIATION_MANAGE)
    @Operation(summary = "Read a reconciliation break")
    ResponseEntity<Break> read(@PathVariable BreakId id) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore())
                .body(rows.read(() -> store.find(id)).orElseThrow(ReconciliationController::noBreak));
    }

    @PostMapping("/v1/reconciliation-breaks/{id}/resolve")
    @RequiresPermission(Permission.RECONCILIATION_MANAGE)
    @Operation(summary = "Resolve a reconciliation break", description = "For good, with a reason. What has to be posted is posted by hand (`/v1/ledger/transfers`).")
    @ApiResponse(responseCode = "200", description = "Resolved.")
    @ApiResponse(responseCode = "409", description = "`break-already-resolved`")
    ResponseEntity<Break> resolve(Caller caller, IdempotentRequest key, @PathVariable BreakId id,
            @Valid @RequestBody ResolveRequest request) {
        return rows.change(() -> idempotency.once(key, () -> {
            if (!store.resolve(id, caller.account(), request.reason())) {
                var _ = store.find(id).orElseThrow(ReconciliationController::noBreak);
                throw new Refusal(ReconciliationProblems.ALREADY_RESOLVED, "It was resolved before.");
            }
            return ResponseEntity.ok(store.find(id).orElseThrow());
        }));
    }

    private static boolean isCsv(@Nullable String contentType) {
        return contentType != null && MediaType.parseMediaType(contentType).isCompatibleWith(CSV);
    }

    private static Refusal noBreak() {
        return new Refusal(HttpProblems.NOT_FOUND, "There is no such break.");
    }
}
