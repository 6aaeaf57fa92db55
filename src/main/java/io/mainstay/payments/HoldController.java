package io.mainstay.payments;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.caller.Caller;
import io.mainstay.http.Etag;
import io.mainstay.idempotency.Idempotency;
import io.mainstay.idempotency.IdempotentRequest;
import io.mainstay.problem.ProblemType;
import io.mainstay.problem.Problems;
import io.mainstay.providers.OperationId;
import io.mainstay.providers.Outcome;
import io.mainstay.rowsecurity.AllRows;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/v1/payments/{id}/captures`, `/void` and `/cancel`: take what an authorization holds, or give it back.
@RestController
@RequestMapping("/v1/payments/{id}")
@Tag(name = "Payments")
class HoldController {

    private final Idempotency idempotency;
    private final Captures captures;
    private final Voids voids;
    private final Outcomes outcomes;
    private final Sending sending;
    private final PaymentRepository payments;
    private final AllRows rows;

    HoldController(Idempotency idempotency, Captures captures, Voids voids, Outcomes outcomes, Sending sending,
            PaymentRepository payments, AllRows rows) {
        this.idempotency = idempotency;
        this.captures = captures;
        this.voids = voids;
        this.outcomes = outcomes;
        this.sending = sending;
        this.payments = payments;
        this.rows = rows;
    }

    @PostMapping("/captures")
    @RequiresPermission(Permission.PAYMENTS_CAPTURE)
    @io.swagger.v3.oas.annotations.Operation(summary = "Capture what a payment holds, or a part of it", description = """
            Anybody's payment. Without an amount, all that is held. What is left is given back unless `final` is false. If the
            provider doesn't answer, the outcome is unknown (202) until the repair job has found it: read the payment, don't
            capture again.""")
    @ApiResponse(responseCode = "201", description = "Captured.", content = @Content(schema = @Schema(implementation = PaymentResponse.class)))
    @ApiResponse(responseCode = "202", description = "The outcome isn't known yet.", content = @Content(schema = @Schema(implementation = PaymentResponse.class)))
    @ApiResponse(responseCode = "409", description = "`payment-not-capturable`, `capture-exceeds-authorization`, `payment-in-progress`, `too-many-captures`, `capture-declined`", content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE, schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<Object> capture(IdempotentRequest key, @PathVariable PaymentId id,
            @Valid @RequestBody CaptureRequest request) {
        return rows.change(() -> idempotency.twice(key, new OperationSteps(
                () -> captures.begin(id, request.amount(), request.isFinal()), sending,
                (charge, outcome) -> record(OperationKind.capture, charge, outcome),
                operation -> answer(id, operation, HttpStatus.CREATED, PaymentProblems.CAPTURE_DECLINED))));
    }

    @PostMapping("/void")
    @RequiresPermission(Permission.PAYMENTS_CAPTURE)
    @io.swagger.v3.oas.annotations.Operation(summary = "Give back what a payment holds", description = """
            Anybody's payment, also one that was captured in part or waits for its customer. If the provider doesn't answer,
            the outcome is unknown (202) until the repair job has found it.""")
    @ApiResponse(responseCode = "200", description = "Given back.", content = @Content(schema = @Schema(implementation = PaymentResponse.class)))
    @ApiResponse(responseCode = "202", description = "The outcome isn't known yet.", content = @Content(schema = @Schema(implementation = PaymentResponse.class)))
    @ApiResponse(responseCode = "409", description = "`payment-not-cancellable`, `payment-in-progress`, `cancellation-declined`", content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE, schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<Object> release(IdempotentRequest key, @PathVariable PaymentId id) {
        return rows.change(() -> idempotency.twice(key, voiding(id, () -> voids.begin(id))));
    }

    @PostMapping("/cancel")
    @RequiresPermission(Permission.ORDERS_PLACE)
    @io.swagger.v3.oas.annotations.Operation(summary = "Cancel one's own payment", description = """
            One that waits to be confirmed, or that is held and not captured. Its order can be paid in another way then. If the
            provider doesn't answer, the outcome is unknown (202) until the repair job has found it.""")
    @ApiResponse(responseCode = "200", description = "Cancelled.", content = @Content(schema = @Schema(implementation = PaymentResponse.class)))
    @ApiResponse(responseCode = "202", description = "The outcome isn't known yet.", content = @Content(schema = @Schema(implementation = PaymentResponse.class)))
    @ApiResponse(responseCode = "409", description = "`payment-not-cancellable`, `payment-in-progress`, `cancellation-declined`", content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE, schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<Object> cancel(Caller caller, IdempotentRequest key, @PathVariable PaymentId id) {
        return idempotency.twice(key, voiding(id, () -> voids.begin(caller.account(), id)));
    }

    private OperationSteps voiding(PaymentId id, Supplier<Charge> start) {
        return new OperationSteps(start, sending,
                (charge, outcome) -> record(OperationKind.voiding, charge, outcome),
                operation -> answer(id, operation, HttpStatus.OK, PaymentProblems.CANCELLATION_DECLINED));
    }

    private void record(OperationKind kind, Charge charge, Outcome outcome) {
        var _ = outcomes.record(kind, charge.paidFor(), charge.payment(), charge.operation(), outcome);
    }

    private ResponseEntity<Object> answer(PaymentId id, OperationId operation, HttpStatus done, ProblemType declined) {
        var payment = payments.findWithOperations(id.value()).orElseThrow();
        var about = payment.operation(operation);
        var place = URI.create("/v1/payments/" + id);
        if (about.status() == OperationStatus.failed) {
            var problem = Problems.of(declined, "The provider declined it.",
                    Map.of("operationId", operation, "failureCode", String.valueOf(about.failureCode())));
            problem.setInstance(place);
            return ResponseEntity.status(HttpStatus.CONFLICT).contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(problem);
        }
        return ResponseEntity.status(about.status() == OperationStatus.succeeded ? done : HttpStatus.ACCEPTED)
                .location(place).eTag(Etag.of(payment.version())).body(PaymentResponse.of(payment));
    }
}
