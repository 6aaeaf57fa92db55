package io.mainstay.auth;

import java.time.Duration;

/// Installations at other addresses, for the tests of other modules.
public final class Issuers {

    private Issuers() {}

    public static Issuer of(String address) {
        return new Issuer(new AuthSettings(address, "audience", Duration.ofMinutes(10), Duration.ofSeconds(30), 10,
                Duration.ofHours(24), Duration.ofHours(1), null, null,
                new AuthSettings.Hashing(1024, 1, 1, 1, 1, Duration.ofSeconds(1))));
    }
}
