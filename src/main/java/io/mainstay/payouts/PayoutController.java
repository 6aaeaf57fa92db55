package io.mainstay.payouts;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.caller.AccountId;
import io.mainstay.caller.Caller;
import io.mainstay.caller.RequiresConfirmation;
import io.mainstay.http.Etag;
import io.mainstay.idempotency.Idempotency;
import io.mainstay.idempotency.IdempotentRequest;
import io.mainstay.idempotency.TwoSteps;
import io.mainstay.paging.Page;
import io.mainstay.paging.PageRequest;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.mainstay.providers.Outcome;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/v1/payouts`: take money out of one's wallet.
@RestController
@RequestMapping("/v1/payouts")
@Tag(name = "Payouts")
class PayoutController {

    private final Idempotency idempotency;
    private final Payouts payouts;
    private final PayoutStore store;

    PayoutController(Idempotency idempotency, Payouts payouts, PayoutStore store) {
        this.idempotency = idempotency;
        this.payouts = payouts;
        this.store = store;
    }

    @PostMapping
    @RequiresPermission(Permission.WALLETS_USE)
    @RequiresConfirmation
    @Operation(operationId = "payOut", summary = "Take money out of one's wallet", description = "It is held on the wallet until it has reached the bank, and free again if it doesn't.")
    @ApiResponse(responseCode = "201", description = "It has arrived, or has failed at once: read the status.", content = @Content(schema = @Schema(implementation = PayoutResponse.class)))
    @ApiResponse(responseCode = "202", description = "On its way, or its outcome isn't known yet; Location names it.", content = @Content(schema = @Schema(implementation = PayoutResponse.class)))
    @ApiResponse(responseCode = "409", description = "`insufficient-funds`")
    ResponseEntity<Object> payOut(Caller caller, IdempotentRequest key, @Valid @RequestBody PayoutRequest request) {
        return idempotency.twice(key, steps(caller.account(), request));
    }

    @GetMapping
    @RequiresPermission(Permission.WALLETS_READ)
    @Operation(operationId = "listPayouts", summary = "List one's payouts", description = "Newest first.")
    @Transactional(readOnly = true)
    public ResponseEntity<Page<PayoutResponse>> list(Caller caller, @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        var page = store.of(caller.account(), PageRequest.of(limit, cursor));
        return page.answer().body(page.map(PayoutResponse::of));
    }

    @GetMapping("/{id}")
    @RequiresPermission(Permission.WALLETS_READ)
    @Operation(operationId = "readPayout", summary = "Read a payout")
    @Transactional(readOnly = true)
    public ResponseEntity<PayoutResponse> get(Caller caller, @PathVariable PayoutId id) {
        var payout = find(caller.account(), id);
        return ResponseEntity.ok().eTag(Etag.of(payout.version())).body(PayoutResponse.of(payout));
    }

    private TwoSteps<Payout, Outcome> steps(AccountId account, PayoutRequest request) {
        return new TwoSteps<>() {

            @Override
            public Payout begin() {
                return payouts.begin(account, request.amount(), request.destination());
            }

            @Override
            public UUID begun(Payout payout) {
                return payout.id().value();
            }

            @Override
            public Outcome call(Payout payout) {
                return payouts.submit(payout);
            }

            @Override
            public ResponseEntity<Object> finish(Payout payout, Outcome outcome) {
                return answer(payouts.settle(payout.id(), outcome));
            }

            @Override
            public ResponseEntity<Object> resume(UUID payout) {
                return answer(find(account, new PayoutId(payout)));
            }
        };
    }

    private Payout find(AccountId account, PayoutId id) {
        return store.find(account, id)
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "There is no such payout."));
    }

    private static ResponseEntity<Object> answer(Payout payout) {
        return ResponseEntity.status(payout.status().isOpen() ? HttpStatus.ACCEPTED : HttpStatus.CREATED)
                .header("Location", "/v1/payouts/" + payout.id()).eTag(Etag.of(payout.version()))
                .body(PayoutResponse.of(payout));
    }
}
