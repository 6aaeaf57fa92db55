package io.mainstay.reconciliation;

/// How the two sides differ.
enum BreakKind {
    /// The provider settled something that isn't known here.
    unknownHere,
    /// It isn't the same amount, currency or direction.
    differs,
    /// The provider settled what didn't succeed here.
    notSucceededHere,
    /// It's settled, and succeeded here, and isn't in the ledger.
    notInLedger,
    /// It succeeded here, and the provider's report of that time doesn't have it.
    missingAtProvider,
    /// The provider told the same line before, and otherwise.
    changed
}
