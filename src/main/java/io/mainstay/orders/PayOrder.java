package io.mainstay.orders;

import io.mainstay.authorization.OwnedBy;
import io.mainstay.caller.AccountId;
import io.mainstay.http.Etag;
import io.mainstay.idempotency.TwoSteps;
import io.mainstay.payments.Charge;
import io.mainstay.payments.NewPayment;
import io.mainstay.payments.PaymentResponse;
import io.mainstay.payments.Payments;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Problems;
import io.mainstay.problem.Refusal;
import io.mainstay.providers.OperationId;
import io.mainstay.providers.Outcome;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Service;

/// Pays an order: the intent is committed, the provider is called, the outcome is committed with the answer.
///
/// 200 paid, or the money is held; 202 the customer has to confirm it, or the outcome isn't known yet and will be found; 402 declined, and the order can be paid another way.
@Service
class PayOrder {

    private final OrderRepository orders;
    private final Payments payments;

    PayOrder(OrderRepository orders, Payments payments) {
        this.orders = orders;
        this.payments = payments;
    }

    TwoSteps<Charge, Outcome> of(AccountId account, OrderId order, PayOrderRequest request) {
        return new TwoSteps<>() {

            @Override
            public Charge begin() {
                return PayOrder.this.begin(account, order, request);
            }

            @Override
            public UUID begun(Charge charge) {
                return charge.operation().value();
            }

            @Override
            public Outcome call(Charge charge) {
                return payments.submit(charge);
            }

            @Override
            public ResponseEntity<Object> finish(Charge charge, Outcome outcome) {
                return answer(order, payments.settle(order.value(), charge.payment(), charge.operation(), outcome),
                        charge.operation());
            }

            @Override
            public ResponseEntity<Object> resume(UUID operation) {
                var id = new OperationId(operation);
                return answer(order, payments.with(id), id);
            }
        };
    }

    private Charge begin(AccountId account, OrderId id, PayOrderRequest request) {
        var order = orders.lockActionable(account.value(), id.value())
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "There is no such order."));
        if (!order.isPendingPayment()) {
            throw new Refusal(OrderProblems.NOT_PAYABLE, "The order is " + order.status() + ".",
                    Map.of("orderStatus", order.status().name()));
        }
        return payments.begin(
                new NewPayment(id.value(), new OwnedBy(account, order.organization()), order.total(), order.tax(),
                        request.paymentMethod(), request.captures(), request.returnUrl()));
    }

    private static ResponseEntity<Object> answer(OrderId order, PaymentResponse payment,
            OperationId operation) {
        var attempt = payment.operation(operation);
        if (attempt.isFailed()) {
            var problem = Problems.of(PaymentResponse.DECLINED, "The provider declined the payment.",
                    Map.of("paymentId", payment.id(), "failureCode", String.valueOf(attempt.failureCode())));
            problem.setInstance(URI.create("/v1/orders/" + order + "/pay"));
            return ResponseEntity.status(HttpStatus.PAYMENT_REQUIRED).contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(problem);
        }
        return ResponseEntity.status(attempt.isSucceeded() ? HttpStatus.OK : HttpStatus.ACCEPTED)
                .header("Location", "/v1/payments/" + payment.id()).eTag(Etag.of(payment.version())).body(payment);
    }
}
