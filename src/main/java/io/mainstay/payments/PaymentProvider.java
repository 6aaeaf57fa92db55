package io.mainstay.payments;

import java.util.Optional;

/// A company that moves money. An adapter never throws: whatever goes wrong is an [Outcome].
interface PaymentProvider {

    /// Stable, stored with each payment.
    String name();

    /// Authorizes and captures. A repeat with the same operation id moves no money again and gets the first answer.
    /// Bounded in time by the adapter's settings; must be called with no transaction open.
    Outcome charge(Charge charge);

    /// What the provider knows of an operation; empty if it never saw it, [Outcome.Unknown] if it can't be asked now.
    Optional<Outcome> find(OperationId operation);
}
