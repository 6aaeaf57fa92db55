package io.mainstay.factors;

/// On a passkey's answer.
sealed interface Verdict {

    record Good(long signCount, boolean backedUp) implements Verdict {}

    /// The signature is right and the counter isn't above the last one: there may be two of what can't be copied.
    record CounterWentBack() implements Verdict {}

    record Bad() implements Verdict {}
}
