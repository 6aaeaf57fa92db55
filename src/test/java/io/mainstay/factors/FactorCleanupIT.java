package io.mainstay.factors;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.auth.StoredSecrets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@IntegrationTest
class FactorCleanupIT {

    @Autowired
    ApiClient api;
    @Autowired
    FactorCleanup cleanup;
    @Autowired
    Owner owner;
    @Autowired
    PasskeyChallenges challenges;
    @Autowired
    StoredSecrets secrets;

    private Factors factors;

    @BeforeEach
    void setUp() {
        factors = new Factors(api, owner.jdbc(), secrets, Clock.systemUTC());
    }

    @Test
    void forgetsWhatIsOverAlone() {
        var left = api.signedUp();
        var busy = api.signedUp();
        api.post(left, "/v1/account/totp", Map.of()).expectStatus().isCreated();
        api.post(busy, "/v1/account/totp", Map.of()).expectStatus().isCreated();
        owner.jdbc().sql("update factors.totp set begun_at = now() - interval '1 hour' where account_id = :id")
                .param("id", left.id().value()).update();
        var old = challenges.forLogIn();
        challenges.use(old);
        owner.jdbc().sql("update factors.used_challenge set expires_at = now() - interval '11 minutes'").update();
        var fresh = challenges.forLogIn();
        challenges.use(fresh);
        cleanup.forgetWhatIsOver();

        assertThat(owner.jdbc().sql("select account_id from factors.totp where account_id in (:ids)")
                .param("ids", List.of(left.id().value(), busy.id().value())).query(java.util.UUID.class)
                .list()).containsExactly(busy.id().value());
        assertThat(challenges.use(fresh)).isFalse();
        // its tag says that it's too old
        assertThat(challenges.use(old)).isTrue();
    }

    @Test
    void forgetsTheFactorsOfAClosedAccount() {
        var person = factors.withTotp();
        factors.withPasskey(person.session());

        api.post(person.session(), "/v1/account/close", Map.of("currentPassword", person.session().password()))
                .expectStatus().isNoContent();

        for (var table : List.of("totp", "recovery_code", "passkey")) {
            assertThat(owner.jdbc().sql("select count(*) from factors." + table + " where account_id = :id")
                    .param("id", person.session().id().value()).query(Long.class).single()).as(table).isZero();
        }
    }
}
