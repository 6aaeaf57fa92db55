package io.mainstay.providers;

import java.net.URI;

/// What became of an instruction at the provider.
public sealed interface Outcome {

    /// It was done, whole.
    ///
    /// @param reference the provider's name for it; of an authorization, what captures and refunds refer to
    record Succeeded(String reference) implements Outcome {}

    /// The provider said no, and no money has moved.
    ///
    /// @param code the reason in the provider's words, e.g. `insufficient_funds`
    record Declined(String code) implements Outcome {}

    /// The customer has to confirm it at the provider first (3-D Secure). No money has moved yet.
    ///
    /// @param url where the customer has to go; https, or loopback http in a sandbox
    record ActionRequired(String reference, URI url) implements Outcome {}

    /// Accepted; the end comes by an announcement, or by asking later.
    record Pending(String reference) implements Outcome {}

    /// It never left, or it was turned away at the door: no money has moved, and none will by this. Other than after
    /// [Declined], which is the provider's decision, the same instruction may be sent again. Only [PaymentProvider#submit]
    /// answers it, and not if an earlier try of the same call may have arrived.
    ///
    /// @param why for operators; not sent to clients
    record NotSent(String why) implements Outcome {}

    /// No answer, or none that can be understood: money may have moved.
    ///
    /// @param why for operators; not sent to clients
    record Unknown(String why) implements Outcome {}
}
