package io.mainstay.auth;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Where pages that keep their session in cookies may come from.
///
/// @param origins beside the issuer's own; a page from anywhere else can't act by a cookie
@Validated
@ConfigurationProperties("mainstay.auth.browser")
record BrowserSettings(
        @DefaultValue @Size(max = 20) List<@Pattern(regexp = "https?://[a-z0-9.:\\[\\]-]+") String> origins) {}
