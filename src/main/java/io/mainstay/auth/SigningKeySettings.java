package io.mainstay.auth;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How the keys that sign access tokens come and go.
///
/// @param rotation how long a key signs before its successor is published
/// @param lead how long a key is published before it signs; longer than anybody may keep the published set
/// ([SigningKeys#MAX_AGE]) and than an instance goes without asking for it
/// @param poll how often each instance asks which keys there are
@Validated
@ConfigurationProperties("mainstay.auth.signing-keys")
record SigningKeySettings(
        @DefaultValue("90d") @DurationMin(hours = 1) @DurationMax(days = 400) Duration rotation,
        @DefaultValue("15m") @DurationMin(minutes = 6) @DurationMax(days = 7) Duration lead,
        @DefaultValue("500ms") @DurationMin(millis = 10) @DurationMax(seconds = 5) Duration poll) {}
