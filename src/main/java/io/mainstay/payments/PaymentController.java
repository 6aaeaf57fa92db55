package io.mainstay.payments;

import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.caller.Caller;
import io.mainstay.http.Etag;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// `/v1/payments`: read one's own payments and those of one's organizations. They are made by paying an order.
@RestController
@RequestMapping("/v1/payments")
@Tag(name = "Payments")
class PaymentController {

    private final PaymentRepository payments;

    PaymentController(PaymentRepository payments) {
        this.payments = payments;
    }

    @GetMapping("/{id}")
    @io.swagger.v3.oas.annotations.Operation(summary = "Read a payment with its operations")
    @RequiresPermission(Permission.PAYMENTS_READ)
    @Transactional(readOnly = true)
    public ResponseEntity<PaymentResponse> get(Caller caller, @PathVariable PaymentId id) {
        var payment = payments.findReadable(caller.account().value(), id.value()).map(PaymentResponse::of)
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "There is no such payment."));
        return ResponseEntity.ok().eTag(Etag.of(payment.version())).body(payment);
    }
}
