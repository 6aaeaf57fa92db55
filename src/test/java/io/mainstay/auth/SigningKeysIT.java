package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import io.mainstay.IntegrationTest;
import io.mainstay.auth.SigningKey.Standing;
import io.mainstay.http.ProblemWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.transaction.support.TransactionTemplate;

@IntegrationTest
class SigningKeysIT {

    private static final String ANOTHER = Base64.getEncoder().encodeToString(new byte[32]);

    @Autowired
    SigningKeys keys;
    @Autowired
    SigningKeyStore store;
    @Autowired
    AuthSettings auth;
    @Autowired
    SigningKeySettings settings;
    @Autowired
    KeyEncryption encryption;
    @Autowired
    JdbcClient database;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    ProblemWriter problems;

    private final AtomicReference<Instant> time = new AtomicReference<>(Instant.parse("2026-11-25T00:00:00Z"));
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void areSharedByAllInstances() {
        assertThat(instance(store).active()).isEqualTo(keys.active());
    }

    @Test
    void areNothingWithoutTheConfiguredKey() {
        var other = new SigningKeyStore(database, KeyEncryption.under(ANOTHER));

        assertThatExceptionOfType(UnusableKey.class).isThrownBy(() -> instance(other));
    }

    @Test
    void areEncryptedAnewWhenTheConfiguredKeyChanges() {
        var moved = instance(new SigningKeyStore(database, KeyEncryption.under(ANOTHER, auth.keyEncryptionKey())));
        try {
            assertThat(moved.active()).isEqualTo(keys.active());
            // the previous one isn't needed any more
            assertThat(instance(new SigningKeyStore(database, KeyEncryption.under(ANOTHER))).active())
                    .isEqualTo(keys.active());
            assertThatExceptionOfType(UnusableKey.class).isThrownBy(() -> instance(store));
        } finally {
            instance(new SigningKeyStore(database, KeyEncryption.under(auth.keyEncryptionKey(), ANOTHER)));
        }
        assertThat(instance(store).active()).isEqualTo(keys.active());
    }

    @Test
    void storeNoPrivateHalfThatCanBeRead() {
        var stored = database.sql("select public_jwk::text from auth.signing_key").query(String.class).list();

        assertThat(stored).isNotEmpty().noneMatch(jwk -> jwk.contains("\"d\""));
        assertThat(keys.published().getKeys()).noneMatch(com.nimbusds.jose.jwk.JWK::isPrivate);
    }

    @Test
    void areLookedForAtMostOnceASecondHoweverManyTokensNameUnknownOnes() throws Exception {
        var instance = instance(counting(false));

        for (var token = 0; token < 100; token++) {
            assertThat(instance.select(named("made-up-" + token))).isEmpty();
        }
        assertThat(looks).hasValue(1);

        time.updateAndGet(now -> now.plusSeconds(2));
        assertThat(instance.select(named("made-up"))).isEmpty();
        assertThat(looks).hasValue(2);
        assertThat(instance.select(named(keys.active().getKeyID()))).hasSize(1);
        assertThat(looks).hasValue(2);
    }

    @Test
    void areNotCalledUnknownWhileNobodyCanBeAsked() {
        var instance = instance(counting(true));

        for (var attempt = 0; attempt < 3; attempt++) {
            assertThatExceptionOfType(KeySourceException.class).isThrownBy(() -> instance.select(named("new")));
        }
        assertThat(looks).hasValue(1);
    }

    @Test
    void signNothingForLongWithoutBeingLookedAt() {
        var instance = instance(counting(false));
        instance.active();
        assertThat(looks).hasValue(0);

        time.updateAndGet(now -> now.plus(SigningKeys.TRUST).plusSeconds(1));
        instance.active();
        assertThat(looks).hasValue(1);
    }

    @Test
    void makeARequestATemporaryProblemAndNoForgeryWhileTheyCannotBeRead() throws Exception {
        var filter = new BearerAuthentication(_ -> {
            throw new JwtException("no keys", new KeySourceException("the database is away"));
        }, List.of(), problems);
        var request = new MockHttpServletRequest("GET", "/v1/account");
        request.addHeader("Authorization", "Bearer token");
        var response = new MockHttpServletResponse();

        filter.doFilter(request, response, new MockFilterChain());

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isEqualTo("2");
        assertThat(response.getContentAsString()).contains("\"unavailable\"");
    }

    private SigningKeyStore counting(boolean away) {
        return new SigningKeyStore(database, encryption) {
            @Override
            List<Standing> standings() {
                looks.incrementAndGet();
                if (away) {
                    throw new DataAccessResourceFailureException("planted");
                }
                return super.standings();
            }
        };
    }

    private SigningKeys instance(SigningKeyStore of) {
        InstantSource source = time::get;
        Clock clock = source.withZone(ZoneOffset.UTC);
        return new SigningKeys(of, transaction, clock,
                new SigningKeySettings(settings.rotation(), settings.lead(), Duration.ofMillis(200)));
    }

    private static JWKSelector named(String kid) {
        return new JWKSelector(new JWKMatcher.Builder().keyID(kid).build());
    }
}
