package io.mainstay.payments;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mainstay.money.Money;
import io.mainstay.providers.OperationId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A refund as operators see it.
///
/// @param status `created` (waits to be sent), `submitting`, `succeeded`, `failed`, `unknown` or `needsReview`
/// @param failureCode why it failed, in the provider's words
/// @param automatic whether the program makes it, for an order that was cancelled
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Refund")
record RefundResponse(OperationId id, PaymentId paymentId, String status, Money amount, String reason,
        boolean automatic, @Nullable String failureCode, Instant createdAt) {

    static RefundResponse of(PaymentId payment, Money amount, Operation refund) {
        return new RefundResponse(refund.id(), payment, refund.status().name(), amount, refund.reason(),
                refund.isAutomatic(), refund.failureCode(), refund.createdAt());
    }
}
