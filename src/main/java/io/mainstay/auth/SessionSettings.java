package io.mainstay.auth;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How long people stay logged in.
///
/// @param lifetime of a session, however often it's refreshed
/// @param idle after how long without a refresh it's over
/// @param grace how long the refresh token before the last one still gets the last one again: for lost answers
/// @param maxPerAccount live sessions of one account; a further log-in ends the least recently used one
/// @param revocationPoll how often each instance asks which sessions have ended elsewhere
@Validated
@ConfigurationProperties("mainstay.auth.sessions")
record SessionSettings(
        @DefaultValue("30d") @DurationMin(minutes = 1) @DurationMax(days = 400) Duration lifetime,
        @DefaultValue("7d") @DurationMin(minutes = 1) @DurationMax(days = 400) Duration idle,
        @DefaultValue("10s") @DurationMin @DurationMax(seconds = 10) Duration grace,
        @DefaultValue("50") @Min(1) @Max(1000) int maxPerAccount,
        @DefaultValue("500ms") @DurationMin(millis = 10) @DurationMax(seconds = 5) Duration revocationPoll) {}
