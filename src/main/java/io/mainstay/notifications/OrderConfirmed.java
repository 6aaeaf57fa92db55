package io.mainstay.notifications;

import io.mainstay.caller.AccountId;
import io.mainstay.money.Money;
import java.time.Instant;
import java.util.List;

/// `order.confirmed`, version 1.
record OrderConfirmed(String orderId, AccountId accountId, String paymentId, Money total, Instant confirmedAt,
        List<Line> lines) {

    record Line(String sku, String name, int quantity, Money total) {}
}
