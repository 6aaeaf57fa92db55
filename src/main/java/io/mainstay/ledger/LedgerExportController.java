package io.mainstay.ledger;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.caller.Caller;
import io.mainstay.idempotency.Idempotency;
import io.mainstay.idempotency.IdempotentRequest;
import io.mainstay.jobs.Jobs;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// `/v1/ledger/accounts/{id}/exports`: statements as files.
@RestController
@Tag(name = "Ledger")
class LedgerExportController {

    private final Idempotency idempotency;
    private final LedgerExport export;
    private final AccountListing accounts;

    LedgerExportController(Idempotency idempotency, LedgerExport export, AccountListing accounts) {
        this.idempotency = idempotency;
        this.export = export;
        this.accounts = accounts;
    }

    @PostMapping("/v1/ledger/accounts/{id}/exports")
    @RequiresPermission(Permission.LEDGER_READ)
    @Operation(operationId = "exportLedgerStatement", summary = "Export an account's statement", description = "A CSV file, made by a job. Whoever may read the job may have it.")
    @ApiResponse(responseCode = "202", description = "The job that Location names makes it.")
    @ApiResponse(responseCode = "409", description = "`too-many-jobs`")
    ResponseEntity<Jobs.Accepted> export(Caller caller, IdempotentRequest key, @PathVariable LedgerAccountId id,
            @Valid @RequestBody Period period) {
        if (accounts.named(List.of(id)).isEmpty()) {
            throw new Refusal(HttpProblems.NOT_FOUND, "There is no such account in the ledger.");
        }
        return idempotency.once(key, () -> Jobs.accepted(export.start(caller.account(), id, period)));
    }
}
