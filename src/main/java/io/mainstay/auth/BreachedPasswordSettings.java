package io.mainstay.auth;

import jakarta.validation.constraints.AssertTrue;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Whether new passwords are looked up among those that leaked elsewhere.
///
/// @param enabled off by default: it asks a service on the internet
/// @param url of a service with the range API of Have I Been Pwned, without `/range/`
/// @param timeout for the whole look-up; after it the password is taken
@Validated
@ConfigurationProperties("mainstay.auth.breached-passwords")
record BreachedPasswordSettings(@DefaultValue("false") boolean enabled,
        @DefaultValue("https://api.pwnedpasswords.com") URI url,
        @DefaultValue("1s") @DurationMin(millis = 10) @DurationMax(seconds = 5) Duration timeout) {

    @AssertTrue(message = "must be an http or https address without a slash at its end")
    boolean isUrlUsable() {
        return ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null
                && !url.toString().endsWith("/");
    }
}
