package io.mainstay.idempotency;

import org.jspecify.annotations.Nullable;

/// The request was answered before: leaves the controller and becomes the first answer again.
final class Replay extends RuntimeException {

    private final transient StoredAnswer answer;

    Replay(StoredAnswer answer) {
        super("replay");
        this.answer = answer;
    }

    StoredAnswer answer() {
        return answer;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /// An answer as it is kept.
    ///
    /// @param body JSON
    record StoredAnswer(int status, @Nullable String location, @Nullable String etag, @Nullable String body) {}
}
