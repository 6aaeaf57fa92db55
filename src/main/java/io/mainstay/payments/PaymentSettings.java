package io.mainstay.payments;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How open questions are pursued.
///
/// @param submittingGrace after how long an operation whose outcome nobody recorded is looked into; longer than a call
/// @param firstCheck after how long an unknown outcome is looked into first; doubled each time, up to `slowestCheck`
/// @param slowestCheck the longest pause between two looks
/// @param maxChecks after how many looks a person has to decide
/// @param checkBatch operations that one round of the repair job takes at most
/// @param authorizationsLast how long an authorization may be captured; a little less than the provider holds it
/// @param actionWithin how long a customer may take to confirm a payment at the provider
@Validated
@ConfigurationProperties("mainstay.payments")
record PaymentSettings(@DefaultValue("15s") @DurationMin(millis = 100) Duration submittingGrace,
        @DefaultValue("1s") @DurationMin(millis = 100) Duration firstCheck,
        @DefaultValue("10m") @DurationMin(millis = 100) Duration slowestCheck,
        @DefaultValue("20") @Min(1) @Max(1000) int maxChecks,
        @DefaultValue("50") @Min(1) @Max(1000) int checkBatch,
        @DefaultValue("6d") @DurationMin(minutes = 1) Duration authorizationsLast,
        @DefaultValue("10m") @DurationMin(millis = 100) Duration actionWithin) {

    /// How long to wait before asking again about something that isn't an open question yet: as long as it has lasted.
    Duration pauseAt(Duration age) {
        return age.compareTo(firstCheck) < 0 ? firstCheck : age.compareTo(slowestCheck) > 0 ? slowestCheck : age;
    }

    /// @param checks how often it was looked into already
    Duration pauseAfter(int checks) {
        var doubled = firstCheck.multipliedBy(1L << Math.min(checks, 20));
        return doubled.compareTo(slowestCheck) < 0 ? doubled : slowestCheck;
    }
}
