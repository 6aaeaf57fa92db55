package io.mainstay.orders;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How orders wait.
///
/// @param paymentWindow how long the stock of an unpaid order stays reserved
/// @param expiryPostponement how long the timer waits while a payment has no outcome
/// @param expiryBatch orders that one round of the timer takes at most
@Validated
@ConfigurationProperties("mainstay.orders")
record OrderSettings(@DefaultValue("30m") @DurationMin(millis = 100) Duration paymentWindow,
        @DefaultValue("1m") @DurationMin(millis = 100) Duration expiryPostponement,
        @DefaultValue("100") @Min(1) @Max(1000) int expiryBatch) {}
