package io.mainstay.oauth;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How other applications act for accounts.
///
/// @param codeLifetime how long an authorization code may be exchanged
/// @param waitLifetime how long a consent page or a device waits for somebody
/// @param authorizationLifetime how long an authorization can be refreshed, from its first tokens
/// @param pollInterval how long a device has to wait before it asks again
/// @param maxPerAccount live authorizations of one account; a further one ends the least recently used
/// @param maxWaitingPerAccount consent pages that wait for one account; a further one forgets the oldest
/// @param maxWaitingPerClient devices of one client that wait for somebody; further ones are refused
/// @param maxWaitingPerNetwork those of them that ask from one address
/// @param maxOwnTokensPerClient access tokens at a time that a client has for itself; further ones are refused
/// @param maxClients clients that may be registered, disabled ones too
/// @param userCodeAttempts device codes that an account may enter within the window
/// @param userCodeWindow for `userCodeAttempts`
/// @param revocationPoll how often each instance asks what has ended elsewhere
@Validated
@ConfigurationProperties("mainstay.oauth")
record OAuthSettings(@DefaultValue("60s") @DurationMin(seconds = 1) @DurationMax(minutes = 10) Duration codeLifetime,
        @DefaultValue("10m") @DurationMin(seconds = 10) @DurationMax(hours = 1) Duration waitLifetime,
        @DefaultValue("30d") @DurationMin(minutes = 1) @DurationMax(days = 400) Duration authorizationLifetime,
        @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(minutes = 1) Duration pollInterval,
        @DefaultValue("100") @Min(1) @Max(1000) int maxPerAccount,
        @DefaultValue("20") @Min(1) @Max(100) int maxWaitingPerAccount,
        @DefaultValue("1000") @Min(1) @Max(100_000) int maxWaitingPerClient,
        @DefaultValue("50") @Min(1) @Max(100_000) int maxWaitingPerNetwork,
        @DefaultValue("1000") @Min(1) @Max(100_000) int maxOwnTokensPerClient,
        @DefaultValue("1000") @Min(1) @Max(100_000) int maxClients,
        @DefaultValue("10") @Min(1) @Max(100) int userCodeAttempts,
        @DefaultValue("15m") @DurationMin(minutes = 1) @DurationMax(days = 1) Duration userCodeWindow,
        @DefaultValue("500ms") @DurationMin(millis = 10) @DurationMax(seconds = 5) Duration revocationPoll) {}
