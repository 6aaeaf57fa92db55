package io.mainstay.payouts;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How payouts are followed until their end.
///
/// @param grace after how long one whose sending nobody has recorded is looked into; longer than two calls to the
/// provider
/// @param firstCheck after how long one without an end is looked into first; doubled each time, up to `slowestCheck`
/// @param slowestCheck the longest pause between two looks
/// @param alertAfter from so many looks on each is an error in the log
/// @param checkBatch payouts that one round takes at most
@Validated
@ConfigurationProperties("mainstay.payouts")
record PayoutSettings(@DefaultValue("20s") @DurationMin(millis = 100) @DurationMax(minutes = 10) Duration grace,
        @DefaultValue("2s") @DurationMin(millis = 100) @DurationMax(minutes = 10) Duration firstCheck,
        @DefaultValue("1h") @DurationMin(millis = 100) @DurationMax(days = 1) Duration slowestCheck,
        @DefaultValue("50") @Min(1) @Max(10_000) int alertAfter,
        @DefaultValue("50") @Min(1) @Max(1000) int checkBatch) {

    /// @param checks how often it was looked into already
    Duration pauseAfter(int checks) {
        var doubled = firstCheck.multipliedBy(1L << Math.min(checks, 20));
        return doubled.compareTo(slowestCheck) < 0 ? doubled : slowestCheck;
    }
}
