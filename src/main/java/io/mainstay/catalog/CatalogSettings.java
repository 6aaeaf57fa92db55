package io.mainstay.catalog;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How long others may keep what they read of the catalogue, and how much one reservation may hold.
///
/// @param maxAge in browsers
/// @param sharedMaxAge in proxies and content delivery networks
/// @param staleWhileRevalidate how much longer a cache may answer while it asks again
/// @param staleIfError how much longer a cache may answer while we don't
/// @param maxReservedProducts different products in one reservation; an order has up to 100 lines
@Validated
@ConfigurationProperties("mainstay.catalog")
record CatalogSettings(@DefaultValue("5s") @DurationMin(seconds = 0) @DurationMax(days = 1) Duration maxAge,
        @DefaultValue("10s") @DurationMin(seconds = 0) @DurationMax(days = 1) Duration sharedMaxAge,
        @DefaultValue("30s") @DurationMin(seconds = 0) @DurationMax(days = 1) Duration staleWhileRevalidate,
        @DefaultValue("300s") @DurationMin(seconds = 0) @DurationMax(days = 1) Duration staleIfError,
        @DefaultValue("100") @Min(100) @Max(1000) int maxReservedProducts) {

    /// For the header Cache-Control. Sources: RFC 9111, RFC 5861.
    String cacheControl() {
        return "public, max-age=%d, s-maxage=%d, stale-while-revalidate=%d, stale-if-error=%d".formatted(
                maxAge.toSeconds(), sharedMaxAge.toSeconds(), staleWhileRevalidate.toSeconds(),
                staleIfError.toSeconds());
    }
}
