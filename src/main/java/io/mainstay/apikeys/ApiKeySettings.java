package io.mainstay.apikeys;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Limits of API keys.
///
/// @param maxPerAccount keys of one account that work
/// @param maxServiceAccounts service accounts of one person
/// @param remembered for how long an instance takes a key for what it was: the longest delay of a revocation
/// @param maxRemembered keys that an instance remembers at a time
/// @param lastUse how often the last use of keys is written; at most once in that time for each key
/// @param keep how long a key that is over stays in its owner's list
@Validated
@ConfigurationProperties("mainstay.api-keys")
record ApiKeySettings(@DefaultValue("25") @Min(1) @Max(1000) int maxPerAccount,
        @DefaultValue("20") @Min(0) @Max(1000) int maxServiceAccounts,
        @DefaultValue("500ms") @DurationMin @DurationMax(millis = 900) Duration remembered,
        @DefaultValue("10000") @Min(0) @Max(1_000_000) int maxRemembered,
        @DefaultValue("1m") @DurationMin(minutes = 1) @DurationMax(hours = 1) Duration lastUse,
        @DefaultValue("30d") @DurationMin(days = 1) @DurationMax(days = 400) Duration keep) {}
