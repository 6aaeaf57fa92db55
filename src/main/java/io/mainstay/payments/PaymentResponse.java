package io.mainstay.payments;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.mainstay.ids.TypeId;
import io.mainstay.money.Money;
import io.mainstay.problem.ProblemType;
import io.mainstay.providers.OperationId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A payment as clients see it.
///
/// @param status one of `requiresPaymentMethod`, `requiresAction`, `processing`, `requiresCapture`, `succeeded`,
///     `canceled`, `review`
/// @param failureCode why the latest attempt was declined, in the provider's words
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Payment")
public record PaymentResponse(PaymentId id, String orderId, String status, Money amount, Money captured,
        Money refunded, @Nullable String failureCode, List<Operation> operations, Instant createdAt,
        Instant updatedAt, @JsonIgnore long version) {

    /// One attempt at the provider.
    ///
    /// @param kind `authorize`, `capture` or `refund`
    /// @param status `created`, `submitting`, `succeeded`, `failed`, `unknown` or `needsReview`
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PaymentOperation")
    public record Operation(OperationId id, String kind, String status, Money amount, @Nullable String failureCode,
            Instant createdAt) {

        @JsonIgnore
        public boolean isSucceeded() {
            return status.equals(OperationStatus.succeeded.name());
        }

        @JsonIgnore
        public boolean isFailed() {
            return status.equals(OperationStatus.failed.name());
        }
    }

    /// The problem that answers an attempt which left this payment waiting for another payment method.
    public static final ProblemType DECLINED = PaymentProblems.DECLINED;

    static PaymentResponse of(Payment payment) {
        var currency = payment.amount().currency();
        var operations = payment.operations().stream()
                .map(operation -> new Operation(operation.id(), operation.kind().name(), operation.status().name(),
                        Money.of(operation.amount(), currency), operation.failureCode(), operation.createdAt()))
                .toList();
        return new PaymentResponse(payment.id(), TypeId.encode("order", payment.orderId()), payment.status().name(),
                payment.amount(), payment.captured(), payment.refunded(), payment.failureCode(), operations,
                payment.createdAt(), payment.updatedAt(), payment.version());
    }

    /// @throws java.util.NoSuchElementException if it is none of this payment's
    public Operation operation(OperationId id) {
        return operations.stream().filter(operation -> operation.id().equals(id)).findFirst().orElseThrow();
    }
}
