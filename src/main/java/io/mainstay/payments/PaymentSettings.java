package io.mainstay.payments;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How the provider is called, and how open questions are pursued.
///
/// @param sandboxUrl where the sandbox provider answers
/// @param connectTimeout the longest wait for a connection to the provider
/// @param readTimeout the longest wait for its answer; afterwards the outcome is unknown
/// @param maxConcurrentCalls calls to the provider at the same time; one more has an unknown outcome without being sent
/// @param submittingGrace after how long an operation whose outcome nobody recorded is looked into; longer than a call
/// @param firstCheck after how long an unknown outcome is looked into first; doubled each time, up to `slowestCheck`
/// @param slowestCheck the longest pause between two looks
/// @param maxChecks after how many looks a person has to decide
/// @param checkBatch operations that one round of the repair job takes at most
@Validated
@ConfigurationProperties("mainstay.payments")
record PaymentSettings(@NotNull URI sandboxUrl, @DefaultValue("1s") @DurationMin(millis = 100) Duration connectTimeout,
        @DefaultValue("3s") @DurationMin(millis = 100) Duration readTimeout,
        @DefaultValue("32") @Min(1) @Max(1000) int maxConcurrentCalls,
        @DefaultValue("15s") @DurationMin(millis = 100) Duration submittingGrace,
        @DefaultValue("1s") @DurationMin(millis = 100) Duration firstCheck,
        @DefaultValue("10m") @DurationMin(millis = 100) Duration slowestCheck,
        @DefaultValue("20") @Min(1) @Max(1000) int maxChecks,
        @DefaultValue("50") @Min(1) @Max(1000) int checkBatch) {

    /// @throws IllegalArgumentException if the grace leaves no time for a call
    PaymentSettings {
        if (submittingGrace.compareTo(connectTimeout.plus(readTimeout).multipliedBy(2)) < 0) {
            throw new IllegalArgumentException(
                    "mainstay.payments.submitting-grace must be at least twice connect-timeout plus read-timeout");
        }
    }

    /// How long after its beginning a charge may still be sent, so that its answer or time-out comes within the grace.
    Duration sendWithin() {
        return submittingGrace.minus(connectTimeout).minus(readTimeout);
    }

    /// @param checks how often it was looked into already
    Duration pauseAfter(int checks) {
        var doubled = firstCheck.multipliedBy(1L << Math.min(checks, 20));
        return doubled.compareTo(slowestCheck) < 0 ? doubled : slowestCheck;
    }
}
