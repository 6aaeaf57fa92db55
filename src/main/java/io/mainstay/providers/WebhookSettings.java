package io.mainstay.providers;

import io.mainstay.messaging.Backoff;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// What providers may post, and how long it's tried to learn from it.
///
/// @param maxBodyBytes the largest body; a larger one is a 413
/// @param tolerance how far the signature's time may be from this machine's, in either direction
/// @param maxAttempts after how many failures an announcement is parked for a person
/// @param firstPause after the first failure, scattered; then doubled up to `longestPause`
/// @param batch announcements that one round of a worker takes at most
/// @param retention how long a processed announcement is kept, and recognised when it comes again
@Validated
@ConfigurationProperties("mainstay.providers.webhooks")
record WebhookSettings(@DefaultValue("65536") @Min(1024) @Max(262_144) int maxBodyBytes,
        @DefaultValue("5m") @DurationMin(seconds = 1) @DurationMax(hours = 1) Duration tolerance,
        @DefaultValue("12") @Min(1) @Max(1000) int maxAttempts,
        @DefaultValue("1s") @DurationMin(millis = 1) Duration firstPause,
        @DefaultValue("10m") @DurationMin(millis = 1) Duration longestPause,
        @DefaultValue("100") @Min(1) @Max(10_000) int batch,
        @DefaultValue("30d") @DurationMin(days = 4) Duration retention) {

    Backoff pauses() {
        return new Backoff(firstPause, longestPause.compareTo(firstPause) < 0 ? firstPause : longestPause);
    }
}
