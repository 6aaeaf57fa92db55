package io.mainstay.providers;

import java.time.Duration;
import java.util.Optional;

/// A company that moves money. An adapter never throws: whatever goes wrong is an [Outcome]. It passes the conformance
/// kit (`ProviderConformance` in the test artefact).
public interface PaymentProvider {

    /// Stable, stored with each payment: `[a-z]{1,20}`.
    String name();

    /// Carries out an instruction. A repeat with the same operation id moves no money again and gets the first answer, or
    /// what has become of it since; another instruction under an earlier id is not carried out, and unknown.
    /// Takes [#longestCall] at most; must be called with no transaction open.
    Outcome submit(Instruction instruction);

    /// What the provider knows of an instruction now; empty if it never saw it, [Outcome.Unknown] if it can't be asked.
    /// Takes [#longestCall] at most.
    Optional<Outcome> find(Instruction instruction);

    /// The account of the ledger that shows what the provider owes us: captures are debited there.
    default String receivable() {
        return "psp_receivable";
    }

    /// Whether a hold outlives a capture of a part of it.
    default boolean capturesInParts() {
        return true;
    }

    /// How to understand what the provider posts by itself; empty if it may not announce anything here.
    default Optional<WebhookReader> webhooks() {
        return Optional.empty();
    }

    /// The upper bound of a call, retries and waits included.
    Duration longestCall();
}
