package io.mainstay.payments;

import jakarta.persistence.EnumeratedValue;
import java.util.Arrays;

/// What is asked of the provider.
enum OperationKind {
    authorize("authorize"), capture("capture"), voiding("void"), refund("refund");

    @EnumeratedValue
    private final String text;

    OperationKind(String text) {
        this.text = text;
    }

    /// @throws java.util.NoSuchElementException if it's none
    static OperationKind of(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findAny().orElseThrow();
    }

    /// As it's stored and shown.
    @Override
    public String toString() {
        return text;
    }
}
