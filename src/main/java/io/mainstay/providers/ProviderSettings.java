package io.mainstay.providers;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Which provider is used, and how it's called.
///
/// @param standard the name of the provider that new payments go to
/// @param sandboxUrl where the sandbox provider answers
/// @param connectTimeout the longest wait for a connection to the provider
/// @param readTimeout the longest wait for its answer; afterwards the outcome is unknown
/// @param maxConcurrentCalls calls to the provider at the same time; one more has an unknown outcome without being sent
@Validated
@ConfigurationProperties("mainstay.providers")
record ProviderSettings(@DefaultValue("sandbox") @Pattern(regexp = "[a-z]{1,20}") String standard,
        @NotNull URI sandboxUrl,
        @DefaultValue("1s") @DurationMin(millis = 100) Duration connectTimeout,
        @DefaultValue("3s") @DurationMin(millis = 100) Duration readTimeout,
        @DefaultValue("32") @Min(1) @Max(1000) int maxConcurrentCalls) {}
