package io.mainstay.sandbox;

/// What a provider can be told to do. The constant's name is its name on the wire.
enum Kind {

    authorize("auth"), capture("capt"), cancel("void"), refund("refd"), payout("pout");

    private final String prefix;

    Kind(String prefix) {
        this.prefix = prefix;
    }

    /// The provider's own name for an operation of this kind.
    String reference(String operation) {
        return prefix + "_" + operation;
    }
}
