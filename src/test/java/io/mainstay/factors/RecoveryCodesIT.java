package io.mainstay.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.auth.FactorProof;
import io.mainstay.auth.SecondFactors;
import io.mainstay.auth.StoredSecrets;
import io.mainstay.http.Origin;
import java.time.Clock;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

@IntegrationTest
class RecoveryCodesIT {

    private static final Origin HERE = new Origin("127.0.0.1", null);

    @Autowired
    ApiClient api;
    @Autowired
    Clock clock;
    @Autowired
    Owner tables;
    @Autowired
    Owner owner;
    @Autowired
    SecondFactors factors;
    @Autowired
    RecoveryCodes codes;
    @Autowired
    StoredSecrets secrets;

    private Factors people;

    @BeforeEach
    void people() {
        people = new Factors(api, tables.jdbc(), secrets, clock);
    }

    @Test
    void logInOnceEach() {
        var person = people.withTotp();
        var code = person.recoveryCodes().get(3);
        people.secondFactor(people.challenge(person.session()), "recoveryCode",
                " " + code.toUpperCase(Locale.ROOT).replace("-", "")).expectStatus().isCreated();

        people.secondFactor(people.challenge(person.session()), "recoveryCode", code).expectStatus().isUnauthorized();
        people.secondFactor(people.challenge(person.session()), "recoveryCode", person.recoveryCodes().get(4))
                .expectStatus().isCreated();
        api.get(person.session(), "/v1/account/factors").expectBody().jsonPath("$.recoveryCodesLeft").isEqualTo(8);
        assertThat(people.events(person.session().id().value(), "recoveryCode.used")).isEqualTo(2);
    }

    @Test
    void areUsedOnceHoweverManySendThemAtOnce() throws Exception {
        var person = people.withTotp();
        for (var code : person.recoveryCodes().subList(0, 5)) {
            var proof = new FactorProof.RecoveryCode(code);
            var accepted = Race.of(20, _ -> factors.accept(person.session().id(), proof, HERE));

            assertThat(accepted.stream().filter(yes -> yes)).hasSize(1);
        }
        assertThat(codes.left(person.session().id())).isEqualTo(5);
    }

    @Test
    void areGoodForTheirAccountAlone() {
        var mine = people.withTotp();
        var theirs = people.withTotp();

        people.secondFactor(people.challenge(mine.session()), "recoveryCode", theirs.recoveryCodes().getFirst())
                .expectStatus().isUnauthorized();
        people.secondFactor(people.challenge(theirs.session()), "recoveryCode", theirs.recoveryCodes().getFirst())
                .expectStatus().isCreated();
    }

    @Test
    void areReplacedAllAtOnce() {
        var person = people.withTotp();
        var answer = Factors.body(api.post(person.session(), "/v1/account/recovery-codes", Map.of()).expectStatus()
                .isCreated().expectHeader().valueEquals("Cache-Control", "no-store"));
        var replaced = Factors.strings(answer.get("recoveryCodes"));
        assertThat(replaced).hasSize(10).doesNotContainAnyElementsOf(person.recoveryCodes());

        people.secondFactor(people.challenge(person.session()), "recoveryCode", person.recoveryCodes().getFirst())
                .expectStatus().isUnauthorized();
        people.secondFactor(people.challenge(person.session()), "recoveryCode", replaced.getFirst()).expectStatus()
                .isCreated();
        assertThat(people.events(person.session().id().value(), "recoveryCodes.replaced")).isOne();
    }

    @Test
    void areTenHoweverOftenTheyAreReplacedAtOnce() throws Exception {
        var person = people.withTotp();
        var made = new HashSet<String>();
        Race.of(6, _ -> codes.replace(person.session().id(), HERE)).forEach(
                all -> all.forEach(code -> made.add(code.shown())));

        assertThat(made).hasSize(60);
        assertThat(codes.left(person.session().id())).isEqualTo(10);
        assertThat(made.stream().filter(code -> factors.accept(person.session().id(),
                new FactorProof.RecoveryCode(code), HERE))).hasSize(10);
        assertThatThrownBy(() -> owner.jdbc().sql("insert into factors.recovery_code values (:id, 11, sha256(''))")
                .param("id", person.session().id().value()).update()).isInstanceOf(DataAccessException.class);
    }

    @Test
    void areNotMadeWithoutAFactor() {
        var person = api.signedUp();

        api.post(person, "/v1/account/recovery-codes", Map.of()).expectStatus().isEqualTo(409).expectBody()
                .jsonPath("$.code").isEqualTo("no-factor");
    }

    @Test
    void areStoredAsHashes() {
        var person = people.withTotp();
        var rows = tables.jdbc().sql("select r::text from factors.recovery_code r where account_id = :id")
                .param("id", person.session().id().value()).query(String.class).list();

        assertThat(rows).hasSize(10).noneMatch(row -> person.recoveryCodes().stream()
                .anyMatch(code -> row.contains(code) || row.contains(code.replace("-", ""))));
    }
}
