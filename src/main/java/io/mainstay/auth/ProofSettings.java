package io.mainstay.auth;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How people show their second factor, and again who they are.
///
/// @param confirmationAge how long ago a person may have shown who they are when they do something sensitive
/// @param challengeLifetime how long one has for the second factor after the password
/// @param triesPerChallenge proofs that one may send in that time
/// @param maxChallenges begun log-ins of one account at a time; a further one makes the oldest void
/// @param freeTries wrong proofs of one kind in a row that don't cost a pause
/// @param firstPause the pause after the next one; it doubles
/// @param longestPause a code has a million values: the pause decides how long guessing takes, but it always ends
/// @param forgetAfter after how long without a try the failures are forgotten
@Validated
@ConfigurationProperties("mainstay.auth.proofs")
record ProofSettings(
        @DefaultValue("5m") @DurationMin(seconds = 1) @DurationMax(hours = 1) Duration confirmationAge,
        @DefaultValue("5m") @DurationMin(seconds = 1) @DurationMax(minutes = 30) Duration challengeLifetime,
        @DefaultValue("5") @Min(1) @Max(20) int triesPerChallenge,
        @DefaultValue("10") @Min(1) @Max(100) int maxChallenges,
        @DefaultValue("5") @Min(2) @Max(20) int freeTries,
        @DefaultValue("1s") @DurationMin(millis = 100) @DurationMax(minutes = 10) Duration firstPause,
        @DefaultValue("1h") @DurationMin(seconds = 1) @DurationMax(hours = 24) Duration longestPause,
        @DefaultValue("1d") @DurationMin(minutes = 1) @DurationMax(days = 30) Duration forgetAfter) {

    @AssertTrue(message = "mainstay.auth.proofs.forget-after must be longer than longest-pause")
    boolean isForgottenAfterThePause() {
        return forgetAfter.compareTo(longestPause) > 0;
    }
}
