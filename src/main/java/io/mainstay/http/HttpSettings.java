package io.mainstay.http;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Limits on what a client may send.
///
/// @param maxBodyBytes the largest request body, in bytes; a larger one is a 413
/// @param maxUploadBytes the largest body that is a file (`text/csv`), in bytes
/// @param maxJsonDepth how deep objects and arrays may nest
@Validated
@ConfigurationProperties("mainstay.http")
record HttpSettings(@DefaultValue("262144") @Min(1024) @Max(16_777_216) int maxBodyBytes,
        @DefaultValue("1048576") @Min(1024) @Max(16_777_216) int maxUploadBytes,
        @DefaultValue("32") @Min(4) @Max(500) int maxJsonDepth) {}
