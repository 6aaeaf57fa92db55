package io.mainstay.providers;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// What protects this program from a provider, and a provider from this program; of each provider, per instance.
///
/// @param longestCall the bound of a call with its repeats; at least connect-timeout and read-timeout together
/// @param maxAttempts how often a call without a clear answer is made, as long as another one fits into `longestCall`
/// @param firstPause before the first repeat, scattered; then doubled
/// @param window how many of the last calls the circuit breaker looks at
/// @param minimumCalls it judges after so many
/// @param failureRate in percent: from there on it opens, and nothing is sent any more
/// @param openFor how long it stays open
/// @param trialCalls how many calls then find out whether it may close
@Validated
@ConfigurationProperties("mainstay.providers.resilience")
record ResilienceSettings(@DefaultValue("6s") @DurationMin(millis = 100) Duration longestCall,
        @DefaultValue("3") @Min(1) @Max(10) int maxAttempts,
        @DefaultValue("100ms") @DurationMin(millis = 1) @DurationMax(seconds = 10) Duration firstPause,
        @DefaultValue("50") @Min(1) @Max(10_000) int window,
        @DefaultValue("20") @Min(1) @Max(10_000) int minimumCalls,
        @DefaultValue("50") @Min(1) @Max(100) int failureRate,
        @DefaultValue("10s") @DurationMin(millis = 10) Duration openFor,
        @DefaultValue("5") @Min(1) @Max(1000) int trialCalls) {}
