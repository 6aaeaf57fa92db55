package io.mainstay.providers;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// An account at Stripe. Without a secret key there is none.
///
/// @param secretKey the account's, or a restricted one for payment intents, refunds and payouts
/// @param webhookSecret of the endpoint `/v1/webhooks/stripe`; none: announcements aren't taken, and it's asked instead
/// @param apiBase where Stripe answers
@Validated
@ConfigurationProperties("mainstay.providers.stripe")
record StripeSettings(@Nullable @Pattern(regexp = "[sr]k_[A-Za-z0-9_]+") String secretKey,
        @Nullable @Pattern(regexp = "whsec_[A-Za-z0-9+/=_-]+") String webhookSecret,
        @DefaultValue("https://api.stripe.com") @NotNull URI apiBase) {

    /// Without the secrets.
    @Override
    public String toString() {
        return "StripeSettings[" + apiBase + "]";
    }
}
