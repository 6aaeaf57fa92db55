package io.mainstay.payments;

import io.mainstay.money.Money;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What disputes ask of payments and tell them.
@Service
public class DisputedPayments {

    private final PaymentRepository payments;
    private final Locks locks;

    DisputedPayments(PaymentRepository payments, Locks locks) {
        this.payments = payments;
        this.locks = locks;
    }

    /// @param reference what the provider calls the authorization
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<PaymentId> authorizedBy(String provider, String reference) {
        return payments.findAuthorized(provider, reference).map(PaymentId::new);
    }

    /// The bank keeps an amount: it can't be refunded any more, as far as it wasn't already.
    @Transactional(propagation = Propagation.MANDATORY)
    public void lose(PaymentId id, Money amount) {
        locks.take(id).lose(amount);
        payments.flush();
    }
}
