package io.mainstay.notifications;

import io.mainstay.caller.AccountId;
import io.mainstay.money.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// `payment.orphaned`, version 1.
record PaymentOrphaned(String paymentId, @Nullable String orderId, AccountId accountId, String operationId,
        Money amount,
        Instant arrivedAt) {}
