package io.mainstay.payments;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.idempotency.Idempotency;
import io.mainstay.idempotency.IdempotentRequest;
import io.mainstay.money.Money;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Problems;
import io.mainstay.problem.Refusal;
import io.mainstay.providers.OperationId;
import io.mainstay.providers.Outcome;
import io.mainstay.rowsecurity.AllRows;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/v1/payments/{id}/refunds`: pay captured money back. Who is refunded sees it among the payment's operations.
@RestController
@RequestMapping("/v1/payments/{id}/refunds")
@Tag(name = "Payments")
class RefundController {

    private final Idempotency idempotency;
    private final Refunds refunds;
    private final Sending sending;
    private final PaymentRepository payments;
    private final AllRows rows;

    RefundController(Idempotency idempotency, Refunds refunds, Sending sending, PaymentRepository payments,
            AllRows rows) {
        this.idempotency = idempotency;
        this.refunds = refunds;
        this.sending = sending;
        this.payments = payments;
        this.rows = rows;
    }

    /// @param data in the order in which they were begun
    /// @param refundable what is left
    @Schema(name = "Refunds")
    record Several(List<RefundResponse> data, Money refundable) {}

    @GetMapping
    @RequiresPermission(Permission.PAYMENTS_REFUND)
    @io.swagger.v3.oas.annotations.Operation(summary = "List a payment's refunds", description = "Anybody's payment. 100 at most, so there are no pages.")
    ResponseEntity<Several> list(@PathVariable PaymentId id) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(rows.read(() -> {
            var payment = payments.findWithOperations(id.value())
                    .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "There is no such payment."));
            return new Several(payment.operations().stream().filter(one -> one.is(OperationKind.refund))
                    .map(refund -> RefundResponse.of(payment.id(), payment.money(refund.amount()), refund)).toList(),
                    payment.refundable());
        }));
    }

    @PostMapping
    @RequiresPermission(Permission.PAYMENTS_REFUND)
    @io.swagger.v3.oas.annotations.Operation(summary = "Refund a payment, or a part of it", description = """
            Anybody's payment. Without an amount, all that is left. If the provider doesn't answer, the outcome is unknown
            (202) until the repair job has found it: list the refunds, don't refund again.""")
    @ApiResponse(responseCode = "201", description = "Refunded.", content = @Content(schema = @Schema(implementation = RefundResponse.class)))
    @ApiResponse(responseCode = "202", description = "The outcome isn't known yet.", content = @Content(schema = @Schema(implementation = RefundResponse.class)))
    @ApiResponse(responseCode = "409", description = "`payment-not-refundable`, `refund-exceeds-payment`, `too-many-refunds`, `refund-declined`", content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE, schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<Object> refund(IdempotentRequest key, @PathVariable PaymentId id,
            @Valid @RequestBody RefundRequest request) {
        return rows.change(() -> idempotency.twice(key, new OperationSteps(
                () -> refunds.begin(id, request.amount(), request.reason()), sending, this::record,
                operation -> answer(id, operation))));
    }

    private void record(Charge charge, Outcome outcome) {
        var _ = refunds.settle(charge.paidFor(), charge.payment(), charge.operation(), outcome);
    }

    private ResponseEntity<Object> answer(PaymentId id, OperationId operation) {
        var payment = payments.findWithOperations(id.value()).orElseThrow();
        var refund = payment.operation(operation);
        var place = "/v1/payments/" + id + "/refunds";
        if (refund.status() == OperationStatus.failed) {
            var problem = Problems.of(PaymentProblems.REFUND_DECLINED, "The provider declined the refund.",
                    Map.of("refundId", operation, "failureCode", String.valueOf(refund.failureCode())));
            problem.setInstance(URI.create(place));
            return ResponseEntity.status(HttpStatus.CONFLICT).contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(problem);
        }
        return ResponseEntity
                .status(refund.status() == OperationStatus.succeeded ? HttpStatus.CREATED : HttpStatus.ACCEPTED)
                .location(URI.create(place)).body(RefundResponse.of(id, payment.money(refund.amount()), refund));
    }
}
