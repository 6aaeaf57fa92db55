package io.mainstay.notifications;

import io.mainstay.caller.AccountId;
import io.mainstay.money.Money;
import java.time.Instant;

/// `payment.orphaned`, version 1.
record PaymentOrphaned(String paymentId, String orderId, AccountId accountId, String operationId, Money amount,
        Instant arrivedAt) {}
