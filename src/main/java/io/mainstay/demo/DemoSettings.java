package io.mainstay.demo;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Whether there is demo data. Its passwords are public: never switch it on where real data is.
///
/// @param enabled adds the demo data at the start
/// @param welcome prints where to look and who can log in, once it is ready
/// @param mailCatcher where sent mails can be read, for the welcome
/// @param maxWait how long a start waits for another instance that is adding the data
@Validated
@ConfigurationProperties("mainstay.demo")
record DemoSettings(@DefaultValue("false") boolean enabled, @DefaultValue("false") boolean welcome,
        @DefaultValue("http://127.0.0.1:8025") URI mailCatcher, @DefaultValue("60s") Duration maxWait) {}
