package io.mainstay.providers;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Which provider is used, and how it's called.
///
/// @param standard the name of the provider that new payments go to
/// @param sandboxEnabled whether the sandbox provider can be used at all; false where real money moves
/// @param sandboxUrl where the sandbox provider answers
/// @param sandboxWebhookSecret what the sandbox provider signs its announcements with; none: it may not announce anything
/// @param connectTimeout the longest wait for a connection to the provider
/// @param readTimeout the longest wait for its answer; afterwards the outcome is unknown
/// @param maxConcurrentCalls calls to one provider at the same time, per instance; one more isn't sent
@Validated
@ConfigurationProperties("mainstay.providers")
record ProviderSettings(@DefaultValue("sandbox") @Pattern(regexp = "[a-z]{1,20}") String standard,
        @DefaultValue("true") boolean sandboxEnabled, @Nullable URI sandboxUrl,
        @Nullable @Size(min = 16) String sandboxWebhookSecret,
        @DefaultValue("1s") @DurationMin(millis = 100) Duration connectTimeout,
        @DefaultValue("3s") @DurationMin(millis = 100) Duration readTimeout,
        @DefaultValue("32") @Min(1) @Max(1000) int maxConcurrentCalls) {

    @AssertTrue(message = "mainstay.providers.sandbox-url is needed while mainstay.providers.sandbox-enabled is true")
    boolean isSandboxReachable() {
        return !sandboxEnabled || sandboxUrl != null;
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "ProviderSettings[" + standard + ", " + sandboxUrl + "]";
    }
}
