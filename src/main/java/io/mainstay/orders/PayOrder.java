package io.mainstay.orders;

import io.mainstay.authorization.OwnedBy;
import io.mainstay.caller.AccountId;
import io.mainstay.idempotency.TwoSteps;
import io.mainstay.payments.Charge;
import io.mainstay.payments.NewPayment;
import io.mainstay.payments.PaidFor;
import io.mainstay.payments.Payments;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.mainstay.providers.Outcome;
import java.util.Map;
import org.springframework.stereotype.Service;

/// Pays an order: the intent is committed, the provider is called, the outcome is committed with the answer.
@Service
class PayOrder {

    private final OrderRepository orders;
    private final Payments payments;

    PayOrder(OrderRepository orders, Payments payments) {
        this.orders = orders;
        this.payments = payments;
    }

    TwoSteps<Charge, Outcome> of(AccountId account, OrderId order, PayOrderRequest request) {
        return payments.collect(() -> terms(account, order, request), "/v1/orders/" + order + "/pay");
    }

    private NewPayment terms(AccountId account, OrderId id, PayOrderRequest request) {
        var order = orders.lockActionable(account.value(), id.value())
                .orElseThrow(() -> new Refusal(HttpProblems.NOT_FOUND, "There is no such order."));
        if (!order.isPendingPayment()) {
            throw new Refusal(OrderProblems.NOT_PAYABLE, "The order is " + order.status() + ".",
                    Map.of("orderStatus", order.status().name()));
        }
        return new NewPayment(new PaidFor(OrderPayments.PURPOSE, id.value()),
                new OwnedBy(account, order.organization()), order.total(), order.tax(),
                request.isByWallet() ? PayOrderRequest.WALLET : null,
                // never the client's word: whose wallet it is
                request.isByWallet() ? account.toString() : request.paymentMethod(), request.captures(),
                request.returnUrl());
    }
}
