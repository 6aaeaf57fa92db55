package io.mainstay.factors;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Authenticator apps and passkeys.
///
/// @param name what authenticator apps and browsers call this installation
/// @param relyingPartyId the domain that passkeys belong to, for ever; null: the host of `mainstay.auth.issuer`
/// @param origins of the pages that may use passkeys; empty: that of the issuer, and in development those of this
/// machine
/// @param maxPasskeys of one account
/// @param enrolmentLifetime how long one has to enter the first code of an authenticator app
/// @param enrolmentTries codes that one may enter in that time
/// @param challengeLifetime how long one has to answer a passkey's challenge
@Validated
@ConfigurationProperties("mainstay.factors")
record FactorSettings(
        @DefaultValue("Mainstay") @NotBlank @Size(max = 60) @Pattern(regexp = "[^:%]*", message = "must not contain : or %") String name,
        @Nullable @Pattern(regexp = "[a-z0-9.-]{1,253}", message = "must be a domain in lower case") String relyingPartyId,
        @DefaultValue @Size(max = 20) List<@Pattern(regexp = "https?://[a-z0-9.-]+(:[0-9]{1,5})?", message = "must be an origin such as https://shop.example") String> origins,
        @DefaultValue("10") @Min(1) @Max(50) int maxPasskeys,
        @DefaultValue("15m") @DurationMin(minutes = 1) @DurationMax(hours = 24) Duration enrolmentLifetime,
        @DefaultValue("10") @Min(1) @Max(100) int enrolmentTries,
        @DefaultValue("5m") @DurationMin(seconds = 10) @DurationMax(minutes = 30) Duration challengeLifetime) {}
