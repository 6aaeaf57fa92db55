package io.mainstay.auth;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How people prove who they are.
///
/// @param issuer who issues the access tokens (`iss`): the public address of this installation
/// @param audience whom the access tokens are for (`aud`)
/// @param accessTokenLifetime how long an access token is good for, unless its session ends before
/// @param clockLeeway how far the clocks of two instances may differ
/// @param verifiedTokens access tokens whose signature is remembered, a few KiB of heap each
/// @param verificationLifetime how long the link in a verification mail works
/// @param resetLifetime how long the link in the mail for a forgotten password works
/// @param keyEncryptionKey base64 of 32 random bytes; encrypts the signing keys in the database. Required, without a
/// default; the database is useless for signing without the very same key
/// @param previousKeyEncryptionKey the one before, while what was made under it is still about; null if there is none
/// @param hashing what a password costs
@Validated
@ConfigurationProperties("mainstay.auth")
record AuthSettings(@DefaultValue("http://localhost:8080") @NotBlank String issuer,
        @DefaultValue("mainstay") @NotBlank String audience,
        @DefaultValue("10m") @DurationMin(seconds = 1) @DurationMax(minutes = 10) Duration accessTokenLifetime,
        @DefaultValue("30s") @DurationMin @DurationMax(seconds = 60) Duration clockLeeway,
        @DefaultValue("5000") @Min(0) @Max(1_000_000) int verifiedTokens,
        @DefaultValue("24h") @DurationMin(minutes = 1) @DurationMax(days = 7) Duration verificationLifetime,
        @DefaultValue("1h") @DurationMin(minutes = 1) @DurationMax(days = 1) Duration resetLifetime,
        @Nullable String keyEncryptionKey, @Nullable String previousKeyEncryptionKey,
        @DefaultValue @Valid Hashing hashing) {

    /// The defaults are OWASP's recommendation for Argon2id; source: OWASP Password Storage Cheat Sheet.
    ///
    /// @param memoryKib memory of one hash, in KiB
    /// @param iterations passes over that memory
    /// @param parallelism lanes of one hash
    /// @param permits hashes at the same time; times `memoryKib` it is the heap that a flood of log-ins can take
    /// @param maxWaiting requests waiting for a permit; further ones are refused at once
    /// @param maxWait how long one waits for a permit before it is refused
    record Hashing(@DefaultValue("19456") @Min(1024) @Max(1_048_576) int memoryKib,
            @DefaultValue("2") @Min(1) @Max(20) int iterations, @DefaultValue("1") @Min(1) @Max(16) int parallelism,
            @DefaultValue("2") @Min(1) @Max(64) int permits, @DefaultValue("128") @Min(0) @Max(10_000) int maxWaiting,
            @DefaultValue("5s") @DurationMin @DurationMax(seconds = 30) Duration maxWait) {}

    /// Without the secret.
    @Override
    public String toString() {
        return "AuthSettings[issuer=" + issuer + "]";
    }
}
