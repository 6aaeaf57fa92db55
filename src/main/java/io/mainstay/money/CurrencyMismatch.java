package io.mainstay.money;

/// Two amounts in different currencies were combined: a fault of the program, not of its user.
public final class CurrencyMismatch extends IllegalArgumentException {

    CurrencyMismatch(String expected, String actual) {
        super("expected an amount in " + expected + " but got one in " + actual);
    }
}
