package io.mainstay.wallets;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Bounds on wallets.
///
/// @param largestTopUp in minor units of whatever currency
@Validated
@ConfigurationProperties("mainstay.wallets")
record WalletSettings(@DefaultValue("100000000") @Min(1) @Max(1_000_000_000_000_000L) long largestTopUp) {}
