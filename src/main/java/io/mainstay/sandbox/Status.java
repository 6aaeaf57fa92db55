package io.mainstay.sandbox;

/// How far an operation has come; the first two are an end.
enum Status {

    succeeded, declined, actionRequired, pending;

    boolean isOpen() {
        return this == actionRequired || this == pending;
    }
}
