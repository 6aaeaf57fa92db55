package io.mainstay.payments;

import io.mainstay.money.Money;
import io.mainstay.providers.Instruction;
import io.mainstay.providers.OperationId;
import io.mainstay.providers.Outcome;
import io.mainstay.providers.PaymentProviders;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The way to a provider: never with a transaction open, and never so late that the repair job may have given the operation
/// up already.
@Component
class Sending {

    static final String NOT_SENT = "provider_unavailable";
    static final String NOT_RECEIVED = "not_received";

    private final PaymentProviders providers;
    private final PaymentSettings settings;
    private final Clock clock;

    Sending(PaymentProviders providers, PaymentSettings settings, Clock clock) {
        this.providers = providers;
        this.settings = settings;
        this.clock = clock;
    }

    /// Whether an operation that failed for this reason has left no trace at the provider.
    static boolean neverArrived(String code) {
        return code.equals(NOT_SENT) || code.equals(NOT_RECEIVED);
    }

    /// Of the provider that new payments go to.
    String standard() {
        return providers.standard().name();
    }

    boolean capturesInParts(Payment payment) {
        return providers.called(payment.provider()).capturesInParts();
    }

    /// An operation on a payment whose authorization has a reference.
    Charge charge(Payment payment, Operation operation, Instant now) {
        var amount = payment.money(operation.amount());
        var authorization = String.valueOf(payment.authorization().providerReference());
        return new Charge(payment.paidFor(), payment.id(), payment.provider(),
                instruction(operation.kind(), operation.id(), amount, authorization, operation.isLast()),
                sendBefore(payment.provider(), now));
    }

    /// As it was sent, or will be; of an authorization no more than its outcome can be found by.
    ///
    /// @param authorization what the provider calls the authorization that the operation is about
    /// @param last of a capture: whether what is left is given back
    static Instruction instruction(OperationKind kind, OperationId id, Money amount, String authorization,
            boolean last) {
        return switch (kind) {
            case authorize -> new Instruction.Authorize(id, amount, "", true, null);
            case capture -> new Instruction.Capture(id, amount, authorization, last);
            case voiding -> new Instruction.Cancel(id, amount, authorization);
            case refund -> new Instruction.Refund(id, amount, authorization);
        };
    }

    /// Until when an instruction that begins now may be sent, so that its answer or time-out comes within the grace.
    Instant sendBefore(String provider, Instant now) {
        return now.plus(settings.submittingGrace()).minus(providers.called(provider).longestCall());
    }

    /// Asks the provider. Takes up to the provider's longest call and never throws.
    @Transactional(propagation = Propagation.NEVER)
    public Outcome submit(Charge charge) {
        if (clock.instant().isAfter(charge.sendBefore())) {
            return new Outcome.Unknown("held up for too long to be sent");
        }
        return providers.called(charge.provider()).submit(charge.instruction());
    }
}
