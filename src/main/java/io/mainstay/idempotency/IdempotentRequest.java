package io.mainstay.idempotency;

import java.util.UUID;

/// A request that names itself by its `Idempotency-Key`. A controller method takes it as a parameter, which makes the
/// header required (400). Source: draft-ietf-httpapi-idempotency-key-header-07.
///
/// @param principal whose key it is; two callers may use the same one
/// @param key 1 to 255 printable ASCII characters
/// @param fingerprint SHA-256 over method, path and body, in hexadecimal
/// @param path the path that the request was sent to
public record IdempotentRequest(UUID principal, String key, String fingerprint, String path) {}
