package io.mainstay.payments;

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

    Charge charge(Payment payment, Operation refund, Instant now) {
        return new Charge(payment.id(), payment.provider(), Refunds.instruction(payment, refund),
                sendBefore(payment.provider(), now));
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
