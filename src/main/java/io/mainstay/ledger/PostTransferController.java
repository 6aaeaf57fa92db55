package io.mainstay.ledger;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.caller.Caller;
import io.mainstay.caller.RequiresConfirmation;
import io.mainstay.idempotency.Idempotency;
import io.mainstay.idempotency.IdempotentRequest;
import io.mainstay.money.Money;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/v1/ledger/transfers`: what operators post by hand. They can move customers' money, so it takes a permission of its own
/// and a person who has just shown who they are.
@RestController
@RequestMapping("/v1/ledger/transfers")
@Tag(name = "Ledger")
class PostTransferController {

    private final Idempotency idempotency;
    private final RequestedTransfers requests;
    private final Ledger ledger;
    private final Holds holds;

    PostTransferController(Idempotency idempotency, RequestedTransfers requests, Ledger ledger, Holds holds) {
        this.idempotency = idempotency;
        this.requests = requests;
        this.ledger = ledger;
        this.holds = holds;
    }

    @PostMapping
    @Operation(operationId = "postTransfer", summary = "Post a transfer, or hold its amounts", description = "With expiresAt it's a hold, which is posted or voided until then.")
    @ApiResponse(responseCode = "201", description = "Posted or held; Location names it.")
    @ApiResponse(responseCode = "409", description = "`insufficient-funds`, `reference-used`, `balance-out-of-range`")
    @ApiResponse(responseCode = "422", description = "`unknown-account`, `wrong-currency`, `transfer-unbalanced`")
    @RequiresPermission(Permission.LEDGER_WRITE)
    @RequiresConfirmation
    ResponseEntity<Receipt> post(Caller caller, IdempotentRequest key, @Valid @RequestBody TransferRequest request) {
        var transfer = requests.of(List.of(request), _ -> "", caller).getFirst();
        return idempotency.once(key, () -> request.expiresAt() == null
                ? created(ledger.post(transfer.orRefused()), "posted")
                : created(holds.hold(transfer.orRefused(), request.expiresAt()), "pending"));
    }

    @PostMapping("/batch")
    @Operation(summary = "Post several transfers", description = "All of them or none (`atomic`), or each for itself in their order (`perItem`), which answers 200 whatever became of them.")
    @ApiResponse(responseCode = "200", description = "What became of each, in the order of the request.")
    @ApiResponse(responseCode = "409", description = "`insufficient-funds`, `reference-used`, `balance-out-of-range`: of an atomic batch")
    @ApiResponse(responseCode = "422", description = "`unknown-account`, `wrong-currency`, `transfer-unbalanced`: of an atomic batch")
    @RequiresPermission(Permission.LEDGER_WRITE)
    @RequiresConfirmation
    ResponseEntity<Receipt.Several> postBatch(Caller caller, IdempotentRequest key,
            @Valid @RequestBody BatchRequest batch) {
        for (var index = 0; index < batch.transfers().size(); index++) {
            if (batch.transfers().get(index).expiresAt() != null) {
                throw RequestedTransfers.invalid("/transfers/" + index + "/expiresAt", "must be absent in a batch");
            }
        }
        var requested = requests.of(batch.transfers(), index -> "/transfers/" + index, caller);
        return idempotency.once(key, () -> ok(new Receipt.Several(switch (batch.mode()) {
            case atomic -> ledger
                    .postAll(requested.stream().map(RequestedTransfers.Requested::orRefused).toList()).stream()
                    .map(id -> Receipt.of(id, "posted")).toList();
            case perItem -> postEach(requested);
        })));
    }

    @PostMapping("/{id}/post")
    @Operation(operationId = "postHold", summary = "Post a hold", description = "Wholly, or of a hold of two entries a part; the rest is released.")
    @ApiResponse(responseCode = "201", description = "Posted; Location names the transfer that does it.")
    @ApiResponse(responseCode = "409", description = "`hold-resolved`, `hold-expired`, `not-a-hold`")
    @ApiResponse(responseCode = "422", description = "`hold-exceeded`, `part-unclear`, `wrong-currency`")
    @RequiresPermission(Permission.LEDGER_WRITE)
    @RequiresConfirmation
    ResponseEntity<Receipt> postHold(Caller caller, IdempotentRequest key, @PathVariable TransferId id,
            @Valid @RequestBody PostHoldRequest request) {
        return resolve(caller, key, id, "post", request.amount());
    }

    @PostMapping("/{id}/void")
    @Operation(summary = "Void a hold", description = "All that it holds is released.")
    @ApiResponse(responseCode = "201", description = "Voided; Location names the transfer that does it.")
    @ApiResponse(responseCode = "409", description = "`hold-resolved`, `not-a-hold`")
    @RequiresPermission(Permission.LEDGER_WRITE)
    @RequiresConfirmation
    ResponseEntity<Receipt> voidHold(Caller caller, IdempotentRequest key, @PathVariable TransferId id) {
        return resolve(caller, key, id, "void", null);
    }

    @PostMapping("/{id}/reverse")
    @Operation(summary = "Reverse a transfer", description = "By a transfer that posts the opposite; at most once.")
    @ApiResponse(responseCode = "201", description = "Reversed; Location names the reversal.")
    @ApiResponse(responseCode = "409", description = "`already-reversed`, `not-reversible`, `insufficient-funds`")
    @RequiresPermission(Permission.LEDGER_WRITE)
    @RequiresConfirmation
    ResponseEntity<Receipt> reverse(Caller caller, IdempotentRequest key, @PathVariable TransferId id,
            @Valid @RequestBody ReverseRequest request) {
        return idempotency.once(key, () -> created(
                ledger.reverse(id, request.description(), RequestedTransfers.postedBy(caller)), "posted"));
    }

    private ResponseEntity<Receipt> resolve(Caller caller, IdempotentRequest key, TransferId hold, String how,
            @Nullable Money part) {
        if (part != null && !part.isPositive()) {
            throw RequestedTransfers.invalid("/amount/amount", "must be greater than or equal to 1");
        }
        return idempotency.once(key, () -> created(
                holds.resolve(hold, how, part, null, RequestedTransfers.postedBy(caller)),
                TransferResponse.status(how, null)));
    }

    /// Those that are wrong in themselves don't get as far as the database.
    private List<Receipt> postEach(List<RequestedTransfers.Requested> requested) {
        var outcomes = ledger.postEach(requested.stream().flatMap(one -> one.transfer().stream()).toList()).iterator();
        return requested.stream().map(one -> one.refusal().map(Receipt::of)
                .orElseGet(() -> Receipt.of(outcomes.next()))).toList();
    }

    private static ResponseEntity<Receipt> created(TransferId id, String status) {
        return ResponseEntity.status(HttpStatus.CREATED).location(URI.create("/v1/ledger/transfers/" + id))
                .cacheControl(CacheControl.noStore()).body(Receipt.of(id, status));
    }

    private static ResponseEntity<Receipt.Several> ok(Receipt.Several receipts) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(receipts);
    }
}
