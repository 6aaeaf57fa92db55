package io.mainstay.throttling;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How guessing gets slower.
///
/// @param perAccount failures with one account before the first pause
/// @param accountForgiveness after how long one of them is forgiven
/// @param perAddress failures from one address, with whatever accounts; many people may share it
/// @param addressForgiveness after how long one of them is forgiven
/// @param firstPause doubles with each further failure
/// @param longestPause where the doubling ends
/// @param deviceMemory how long it's remembered from where an account was signed in to
/// @param maxCounters beyond that the clean-up forgets those with the fewest failures
/// @param cleanupBatch rows that one clean-up statement deletes
@Validated
@ConfigurationProperties("mainstay.throttling")
record ThrottlingSettings(@DefaultValue("5") @Min(2) @Max(1000) int perAccount,
        @DefaultValue("15m") @DurationMin(seconds = 1) @DurationMax(days = 1) Duration accountForgiveness,
        @DefaultValue("50") @Min(2) @Max(1_000_000) int perAddress,
        @DefaultValue("1m") @DurationMin(seconds = 1) @DurationMax(days = 1) Duration addressForgiveness,
        @DefaultValue("1s") @DurationMin(millis = 100) @DurationMax(minutes = 1) Duration firstPause,
        @DefaultValue("15m") @DurationMin(seconds = 1) @DurationMax(days = 1) Duration longestPause,
        @DefaultValue("90d") @DurationMin(minutes = 1) @DurationMax(days = 400) Duration deviceMemory,
        @DefaultValue("1000000") @Min(1000) @Max(100_000_000) int maxCounters,
        @DefaultValue("1000") @Min(1) @Max(10_000) int cleanupBatch) {}
