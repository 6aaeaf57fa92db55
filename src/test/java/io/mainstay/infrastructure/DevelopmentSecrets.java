package io.mainstay.infrastructure;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/// Secrets that protect nothing: they are public, and fixed because the embedded data outlives a restart.
@TestConfiguration(proxyBeanMethods = false)
class DevelopmentSecrets {

    private static final String KEY = "mainstay-development-key-no-use!";

    @Bean
    DynamicPropertyRegistrar developmentSecrets() {
        return properties -> properties.add("mainstay.auth.key-encryption-key",
                () -> Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.US_ASCII)));
    }
}
