package io.mainstay.jobs;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Bounds on long work.
///
/// @param maxOpen jobs of one account that wait or run
/// @param maxFileBytes the largest file that a job makes
/// @param longestRun of one attempt; then it's undone and tried again
/// @param maxAttempts then the job has failed
/// @param keptFor after its end
/// @param poll how often a worker looks for jobs that it wasn't told of
@Validated
@ConfigurationProperties("mainstay.jobs")
record JobSettings(@DefaultValue("5") @Min(1) @Max(1000) int maxOpen,
        @DefaultValue("16777216") @Min(1024) @Max(268_435_456) int maxFileBytes,
        @DefaultValue("2m") @DurationMin(seconds = 1) Duration longestRun,
        @DefaultValue("3") @Min(1) @Max(100) int maxAttempts,
        @DefaultValue("7d") @DurationMin(seconds = 1) Duration keptFor,
        @DefaultValue("1s") @DurationMin(millis = 100) Duration poll) {}
