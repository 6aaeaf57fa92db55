package io.mainstay.securitylog;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// What is kept of what happens to accounts.
///
/// @param retention how long events are kept, and devices that nobody signs in from any more; the database itself
/// refuses to delete what is younger than 30 days
/// @param refusalsPerSubject events of refused guesses that one address can cause at one account in a minute; further
/// ones are counted
/// @param refusalsPerNetwork the same for one address at all accounts; an IPv6 address is its /64
/// @param devicesPerAccount devices that an account is recognised by; a further one takes the place of the one that was
/// not seen for longest
@Validated
@ConfigurationProperties("mainstay.securitylog")
record SecurityLogSettings(
        @DefaultValue("400d") @DurationMin(days = 30) @DurationMax(days = 3650) Duration retention,
        @DefaultValue("5") @Min(1) @Max(100) int refusalsPerSubject,
        @DefaultValue("30") @Min(1) @Max(1000) int refusalsPerNetwork,
        @DefaultValue("100") @Min(1) @Max(1000) int devicesPerAccount) {}
