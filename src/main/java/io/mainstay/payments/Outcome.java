package io.mainstay.payments;

/// What became of a charge at the provider.
public sealed interface Outcome {

    /// The whole amount was authorized and captured.
    ///
    /// @param reference the provider's name for the charge
    record Captured(String reference) implements Outcome {}

    /// The provider said no, and no money has moved.
    ///
    /// @param code the reason in the provider's words, e.g. `insufficient_funds`
    record Declined(String code) implements Outcome {}

    /// No answer, or none that can be understood: money may have moved.
    ///
    /// @param why for operators; not sent to clients
    record Unknown(String why) implements Outcome {}
}
