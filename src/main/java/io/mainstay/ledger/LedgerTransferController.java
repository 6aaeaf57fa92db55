package io.mainstay.ledger;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/v1/ledger/transfers`: read what was posted and held.
@RestController
@RequestMapping("/v1/ledger/transfers")
@Tag(name = "Ledger")
class LedgerTransferController {

    private final TransferListing transfers;

    LedgerTransferController(TransferListing transfers) {
        this.transfers = transfers;
    }

    /// The transfer that records a business fact, e.g. `capture:operation_01h455vb4pex5vsknk084sn02q`.
    @GetMapping(params = "reference")
    @Operation(operationId = "byReference", summary = "Find the transfer that records a business fact")
    @RequiresPermission(Permission.LEDGER_READ)
    ResponseEntity<TransferResponse> byReference(
            @RequestParam @Pattern(regexp = "[\\x21-\\x7e]{1,200}") String reference) {
        return one(transfers.byReference(reference));
    }

    @GetMapping(params = "!reference")
    @Operation(operationId = "listTransfers", summary = "List transfers", description = "Newest first, holds and their resolutions included. With reference: the one transfer that has it, not a list.")
    @RequiresPermission(Permission.LEDGER_READ)
    ResponseEntity<Page<TransferResponse>> list(@RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        var page = transfers.list(PageRequest.of(limit, cursor));
        return page.answer().cacheControl(CacheControl.noStore()).body(page);
    }

    @GetMapping("/{id}")
    @Operation(summary = "Read a transfer with its entries")
    @RequiresPermission(Permission.LEDGER_READ)
    ResponseEntity<TransferResponse> byId(@PathVariable TransferId id) {
        return one(transfers.byId(id));
    }

    private static ResponseEntity<TransferResponse> one(Optional<TransferResponse> found) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(
                found.orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "There is no such transfer.")));
    }
}
