package io.mainstay.providers;

import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Understands what one provider posts to `/v1/webhooks/{name}`.
public interface WebhookReader {

    /// Makes sure that the provider wrote this, and lately: no more than the tolerance ago or ahead. Nothing of it is
    /// believed before.
    ///
    /// @param body as it came, byte for byte
    /// @param header tells a request's header by its name
    /// @throws UnverifiedWebhook if the signature is missing, wrong, or too old, or what it signs is no event
    Event verify(byte[] body, Function<String, @Nullable String> header, Instant now);

    /// What a verified body says.
    ///
    /// @throws RuntimeException if it can't be understood; it's tried again, and handed to a person at the end
    Announcement read(byte[] body);

    /// @param id the provider's name for the event, the same at every delivery; 1 to 255 characters
    /// @param type the provider's word; 1 to 255 characters
    record Event(String id, String type) {

        private static final int MAX_LENGTH = 255;

        /// @throws IllegalArgumentException if one is too short or too long
        public Event {
            if (id.isEmpty() || id.length() > MAX_LENGTH || type.isEmpty() || type.length() > MAX_LENGTH) {
                throw new IllegalArgumentException(
                        "an event has an id and a type of 1 to " + MAX_LENGTH + " characters");
            }
        }
    }
}
