package io.mainstay.signin;

/// A provider doesn't answer, or not as it should. The message is for the log.
final class ProviderFailure extends RuntimeException {

    ProviderFailure(String message) {
        super(message);
    }

    ProviderFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
