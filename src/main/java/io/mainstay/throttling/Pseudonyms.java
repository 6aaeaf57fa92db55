package io.mainstay.throttling;

/// What stands for addresses and accounts in the database: the same for the same text on every instance, and of no use
/// to whoever reads it without the key.
@FunctionalInterface
public interface Pseudonyms {

    /// @return 32 bytes
    byte[] of(String text);
}
