package io.mainstay.providers;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// What the sandbox provider tells about an operation, in answers and announcements.
///
/// @param status `succeeded`, `declined`, `actionRequired`, or `pending`
record SandboxOperation(@Nullable String id, @Nullable String operation, @Nullable String status,
        @Nullable String code, @Nullable URI url) {

    Outcome outcome() {
        if (status == null || id == null) {
            return new Outcome.Unknown("an answer without its members");
        }
        return switch (status) {
            case "succeeded" -> new Outcome.Succeeded(id);
            case "declined" -> new Outcome.Declined(code == null ? "declined" : code);
            case "actionRequired" -> url == null
                    ? new Outcome.Unknown("an action without a place for it")
                    : new Outcome.ActionRequired(id, url);
            case "pending" -> new Outcome.Pending(id);
            default -> new Outcome.Unknown("an unknown status");
        };
    }
}
