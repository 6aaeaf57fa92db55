package io.mainstay.signin;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Other OpenID providers that people may sign in with, by a name that is part of the addresses.
///
/// @param signInLifetime how long somebody may take at the provider
/// @param providerConnectTimeout to a provider
/// @param providerReadTimeout of a provider's answer
/// @param maxProviderCalls to all providers; further ones are refused
@Validated
@ConfigurationProperties("mainstay.oauth")
record SignInSettings(
        @DefaultValue @Size(max = 20) Map<@Pattern(regexp = "[a-z0-9-]{1,40}") String, @Valid Provider> providers,
        @DefaultValue("10m") @DurationMin(seconds = 10) @DurationMax(hours = 1) Duration signInLifetime,
        @DefaultValue("2s") @DurationMin(millis = 10) @DurationMax(seconds = 30) Duration providerConnectTimeout,
        @DefaultValue("5s") @DurationMin(millis = 10) @DurationMax(seconds = 30) Duration providerReadTimeout,
        @DefaultValue("20") @Min(1) @Max(1000) int maxProviderCalls) {

    /// @param issuer its `iss`, below which its metadata is
    /// @param clientId what it knows this installation by
    /// @param trustedForEmail whether an address that it calls verified counts as confirmed; without it nobody gets an
    /// account by it, and identities are linked by people who are logged in alone
    /// @param address where this machine reaches it, if not at the issuer's address; null: there
    record Provider(@NotBlank @Pattern(regexp = "https?://[^?#]+[^/?#]") String issuer, @NotBlank String clientId,
            @NotBlank String clientSecret, @DefaultValue("false") boolean trustedForEmail, @Nullable String address) {

        /// Without the secret.
        @Override
        public String toString() {
            return "Provider[" + issuer + "]";
        }
    }
}
