package io.mainstay.auth;

/// Temporary: replaced by the real module.
public record Contact(String email, String name) {}
