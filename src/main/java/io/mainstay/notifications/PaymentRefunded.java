package io.mainstay.notifications;

import io.mainstay.caller.AccountId;
import io.mainstay.money.Money;
import java.time.Instant;

/// `payment.refunded`, version 1.
record PaymentRefunded(String paymentId, String orderId, AccountId accountId, String refundId, Money amount,
        Instant refundedAt) {}
