package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mainstay.IntegrationTest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@IntegrationTest
class SigningKeysIT {

    @Autowired
    SigningKeys keys;
    @Autowired
    AuthSettings settings;
    @Autowired
    JdbcClient database;
    @Autowired
    TransactionTemplate transaction;

    @Test
    void areSharedByAllInstances() {
        var other = new SigningKeys(database, transaction, Clock.systemUTC(), settings);

        assertThat(other.active()).isEqualTo(keys.active());
    }

    @Test
    void areNothingWithoutTheConfiguredKey() {
        var other = new AuthSettings("issuer", "audience", Duration.ofMinutes(10), Duration.ofSeconds(30),
                10, Duration.ofHours(24), Duration.ofHours(1), Base64.getEncoder().encodeToString(new byte[32]),
                settings.hashing());

        assertThatExceptionOfType(UnusableKey.class)
                .isThrownBy(() -> new SigningKeys(database, transaction, Clock.systemUTC(), other));
    }

    @Test
    void storeNoPrivateHalfThatCanBeRead() {
        var stored = database.sql("select public_jwk::text from auth.signing_key").query(String.class).list();

        assertThat(stored).isNotEmpty().noneMatch(jwk -> jwk.contains("\"d\""));
    }
}
