package io.mainstay.payments;

/// When the money is taken that an authorization holds; the names are Stripe's.
public enum CaptureMethod {
    /// By the authorization itself, whole.
    automatic,
    /// Later, in one or several parts, by whoever may capture.
    manual
}
