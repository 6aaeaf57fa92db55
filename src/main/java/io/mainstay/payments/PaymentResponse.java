package io.mainstay.payments;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.mainstay.ids.TypeId;
import io.mainstay.money.Money;
import io.mainstay.providers.OperationId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A payment as clients see it.
///
/// @param purpose `order`, or `topUp` of a wallet
/// @param orderId of the order, if it's for one
/// @param status one of `requiresPaymentMethod`, `requiresAction`, `processing`, `requiresCapture`, `succeeded`,
///     `canceled`, `review`
/// @param captureMethod `automatic`, or `manual`: an authorization holds the amount until it's captured
/// @param capturable what is held and can be captured; only while something is
/// @param captureBefore when what is held is released
/// @param nextAction what the customer has to do; only while the status is `requiresAction`
/// @param failureCode why the latest attempt was declined, in the provider's words
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Payment")
public record PaymentResponse(PaymentId id, String purpose, @Nullable String orderId, String status, Money amount,
        Money captured,
        Money refunded, CaptureMethod captureMethod, @Nullable Money capturable, @Nullable Instant captureBefore,
        @Nullable NextAction nextAction, @Nullable String failureCode, List<Operation> operations, Instant createdAt,
        Instant updatedAt, @JsonIgnore long version) {

    /// What a customer has to do so that a payment goes on.
    ///
    /// @param type `redirect`
    /// @param url where the customer confirms it, at the provider or the bank; leads back to the request's returnUrl
    @Schema(name = "NextAction")
    public record NextAction(String type, String url) {}

    /// One attempt at the provider.
    ///
    /// @param kind `authorize`, `capture`, `void` or `refund`
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

    static PaymentResponse of(Payment payment) {
        var currency = payment.amount().currency();
        var operations = payment.operations().stream()
                .map(operation -> new Operation(operation.id(), operation.kind().toString(), operation.status().name(),
                        Money.of(operation.amount(), currency), operation.failureCode(), operation.createdAt()))
                .toList();
        var held = payment.status() == PaymentStatus.requiresCapture;
        var url = payment.nextAction();
        return new PaymentResponse(payment.id(), payment.paidFor().purpose(), orderId(payment.paidFor()),
                payment.status().name(),
                payment.amount(), payment.captured(), payment.refunded(), payment.captureMethod(),
                held ? payment.capturable() : null, held ? payment.captureBefore() : null,
                url == null ? null : new NextAction("redirect", url), payment.failureCode(), operations,
                payment.createdAt(), payment.updatedAt(), payment.version());
    }

    static @Nullable String orderId(PaidFor about) {
        return about.purpose().equals("order") ? TypeId.encode("order", about.subject()) : null;
    }

    /// @throws java.util.NoSuchElementException if it is none of this payment's
    public Operation operation(OperationId id) {
        return operations.stream().filter(operation -> operation.id().equals(id)).findFirst().orElseThrow();
    }
}
