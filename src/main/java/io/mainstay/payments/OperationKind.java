package io.mainstay.payments;

/// What is asked of the provider.
enum OperationKind {
    authorize, capture, refund
}
