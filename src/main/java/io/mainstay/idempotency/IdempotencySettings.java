package io.mainstay.idempotency;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Limits of idempotent requests.
///
/// @param retention how long an answer is replayed
/// @param lease how long a request between two transactions is left alone before a repeat may finish it; longer than
///     the slowest call that it makes outside
/// @param maxAttempts how often a use case is run that lost a race in the database (SQLSTATE 40001, 40P01)
/// @param cleanupBatch rows that one clean-up statement deletes at most
@Validated
@ConfigurationProperties("mainstay.idempotency")
record IdempotencySettings(@DefaultValue("30d") @DurationMin(millis = 100) Duration retention,
        @DefaultValue("30s") @DurationMin(millis = 100) Duration lease,
        @DefaultValue("4") @Min(1) @Max(10) int maxAttempts,
        @DefaultValue("1000") @Min(1) @Max(10_000) int cleanupBatch) {}
