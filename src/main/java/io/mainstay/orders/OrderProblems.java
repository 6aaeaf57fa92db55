package io.mainstay.orders;

import io.mainstay.problem.ProblemType;
import org.springframework.http.HttpStatus;

/// What can be wrong with an order.
final class OrderProblems {

    static final ProblemType MIXED_CURRENCIES = new ProblemType("mixed-currencies", HttpStatus.UNPROCESSABLE_CONTENT,
            "The products have different currencies", "Place one order per currency.");
    static final ProblemType PRICE_CHANGED = new ProblemType("price-changed", HttpStatus.CONFLICT,
            "The total is not what was expected", "Show the new total and place the order again with a new key.");
    static final ProblemType NOT_PAYABLE = new ProblemType("order-not-payable", HttpStatus.CONFLICT,
            "The order can't be paid", "Read the order: only one that is pendingPayment can be paid.");
    static final ProblemType NOT_CANCELLABLE = new ProblemType("order-not-cancellable", HttpStatus.CONFLICT,
            "The order can't be cancelled", "Read the order and its payment; wait while the payment is processing.");

    private OrderProblems() {}
}
