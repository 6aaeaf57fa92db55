package io.mainstay.authorization;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// What bounds roles and bindings.
///
/// @param maxRoles roles that people can make in the installation, and in each organization
/// @param maxBindings roles that one account can hold in one scope
/// @param refusalInterval how often the refused attempts of one account at the same thing are noted
@Validated
@ConfigurationProperties("mainstay.access")
record AccessSettings(@DefaultValue("100") @Min(1) @Max(1000) int maxRoles,
        @DefaultValue("20") @Min(1) @Max(100) int maxBindings,
        @DefaultValue("1m") @DurationMin(seconds = 0) @DurationMax(hours = 1) Duration refusalInterval) {}
