package io.mainstay.messaging;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Limits of the outbox, the inbox and the dead letters.
///
/// @param batch how many events a relay reads at a time
/// @param confirmTimeout how long a relay waits for the broker's answers to one batch; its transaction lasts as long
/// @param pollInterval how often a relay looks without being woken: the longest delay of an event whose process died
/// @param retryMin the shortest pause after a failure; it doubles from there
/// @param retryMax the longest pause after failures
/// @param parkAfter how many refusals in a row, returned or nacked, take an event out of its shard's way
/// @param inboxRetention how long a message is recognised as a duplicate
/// @param cleanupBatch how many rows one clean-up transaction deletes
@Validated
@ConfigurationProperties("mainstay.messaging")
record MessagingSettings(@DefaultValue("100") @Min(1) @Max(1000) int batch,
        @DefaultValue("2s") @DurationMin(millis = 100) @DurationMax(seconds = 5) Duration confirmTimeout,
        @DefaultValue("1s") @DurationMin(millis = 10) @DurationMax(seconds = 60) Duration pollInterval,
        @DefaultValue("200ms") @DurationMin(millis = 1) @DurationMax(seconds = 10) Duration retryMin,
        @DefaultValue("30s") @DurationMin(millis = 1) @DurationMax(seconds = 300) Duration retryMax,
        @DefaultValue("10") @Min(1) @Max(100) int parkAfter,
        @DefaultValue("30d") @DurationMin(hours = 1) @DurationMax(days = 365) Duration inboxRetention,
        @DefaultValue("1000") @Min(1) @Max(10_000) int cleanupBatch) {

    Backoff backoff() {
        return new Backoff(retryMin, retryMax);
    }
}
