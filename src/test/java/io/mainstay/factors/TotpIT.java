package io.mainstay.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.auth.FactorProof;
import io.mainstay.auth.OtherKeys;
import io.mainstay.auth.SecondFactors;
import io.mainstay.auth.StoredSecrets;
import io.mainstay.http.Origin;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

@IntegrationTest
class TotpIT {

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
    StoredSecrets secrets;
    @Autowired
    FactorSettings settings;
    @Autowired
    Environment environment;

    private Factors people;

    @BeforeEach
    void people() {
        people = new Factors(api, tables.jdbc(), secrets, clock);
    }

    @Test
    void outlivesTheConfiguredKey() {
        var person = people.withTotp().session();
        var store = new TotpStore(tables.jdbc(), settings);
        var keys = new OtherKeys(environment.getRequiredProperty("mainstay.auth.key-encryption-key"));
        var old = store.activeSecret(person.id()).orElseThrow();
        var known = secrets.decrypt(old, TotpFactor.name(person.id()));

        new RenewTotpSecrets(store, keys.secrets(false)).renew();
        assertThat(store.activeSecret(person.id())).contains(old);
        new RenewTotpSecrets(store, keys.secrets(true)).renew();

        var renewed = store.activeSecret(person.id()).orElseThrow();
        assertThat(keys.secrets(false).decrypt(renewed, TotpFactor.name(person.id()))).isEqualTo(known);
        // give it back: other tests share the database
        assertThat(store.replaceSecret(new TotpStore.Stored(person.id(), renewed), old)).isTrue();
    }

    @Test
    void isAFactorOnlyOnceItsFirstCodeWasRight() {
        var person = api.signedUp();
        var begun = Factors.body(api.post(person, "/v1/account/totp", Map.of()).expectStatus().isCreated()
                .expectHeader().valueEquals("Cache-Control", "no-store"));
        assertThat((String) begun.get("secret")).matches("[A-Z2-7]{32}");
        assertThat((String) begun.get("uri")).isEqualTo("otpauth://totp/Mainstay:" + person.email().replace("@", "%40")
                + "?secret=" + begun.get("secret") + "&issuer=Mainstay&algorithm=SHA1&digits=6&period=30");
        people.logIn(person).expectStatus().isCreated();

        confirm(person, "000000x").expectStatus().isEqualTo(422);
        var active = people.withTotp(person);
        assertThat(active.recoveryCodes()).hasSize(10).doesNotHaveDuplicates();
        people.logIn(person).expectStatus().isUnauthorized();
        api.get(person, "/v1/account/factors").expectStatus().isOk().expectBody().jsonPath("$.totpActiveSince")
                .isNotEmpty().jsonPath("$.recoveryCodesLeft").isEqualTo(10).jsonPath("$.secret").doesNotExist();
        api.post(person, "/v1/account/totp", Map.of()).expectStatus().isEqualTo(409).expectBody().jsonPath("$.code")
                .isEqualTo("totp-active");
        assertThat(people.events(person.id().value(), "factor.added")).isOne();
    }

    @Test
    void hasFewTriesToBeConfirmed() {
        var person = api.signedUp();
        confirm(person, "123456").expectStatus().isEqualTo(422).expectBody().jsonPath("$.code")
                .isEqualTo("totp-refused");
        api.post(person, "/v1/account/totp", Map.of()).expectStatus().isCreated();
        var secret = secretOf(person);
        for (var attempt = 0; attempt < 10; attempt++) {
            confirm(person, people.wrongCode(secret)).expectStatus().isEqualTo(422);
        }
        confirm(person, people.code(secret, 0)).expectStatus().isEqualTo(422);

        api.post(person, "/v1/account/totp", Map.of()).expectStatus().isCreated();
        confirm(person, people.code(secret, 0)).expectStatus().isEqualTo(422);
        confirm(person, people.code(secretOf(person), 0)).expectStatus().isOk();
    }

    @Test
    void isOverAfterItsTimeUnconfirmed() {
        var person = api.signedUp();
        api.post(person, "/v1/account/totp", Map.of()).expectStatus().isCreated();
        tables.jdbc().sql("update factors.totp set begun_at = begun_at - interval '16 minutes' where account_id = :id")
                .param("id", person.id().value()).update();

        confirm(person, people.code(secretOf(person), 0)).expectStatus().isEqualTo(422);
    }

    @Test
    void logsInWithACodeOnceAndWithNoneBeforeIt() {
        var person = people.withTotp();
        var code = people.freshCode(person);
        people.secondFactor(people.challenge(person.session()), "code", code).expectStatus().isCreated();

        people.secondFactor(people.challenge(person.session()), "code", code).expectStatus().isUnauthorized()
                .expectBody().jsonPath("$.code").isEqualTo("second-factor-refused");
        people.secondFactor(people.challenge(person.session()), "code", people.code(person.secret(), -1))
                .expectStatus().isUnauthorized();
        people.secondFactor(people.challenge(person.session()), "code", people.code(person.secret(), 1))
                .expectStatus().isCreated();
    }

    @Test
    void acceptsACodeOnceHoweverManySendItAtOnce() throws Exception {
        var person = people.withTotp();
        for (var round = 0; round < 5; round++) {
            var proof = new FactorProof.Code(people.freshCode(person));
            var accepted = Race.of(20, _ -> factors.accept(person.session().id(), proof, HERE));

            assertThat(accepted.stream().filter(yes -> yes)).hasSize(1);
        }
    }

    @Test
    void keepsItsSecretEncryptedAndBoundToItsAccount() {
        var one = people.withTotp();
        var other = people.withTotp();
        var row = tables.jdbc().sql("select t::text from factors.totp t where account_id = :id")
                .param("id", one.session().id().value()).query(String.class).single();
        assertThat(row).doesNotContain(HexFormat.of().formatHex(one.secret()));

        assertThatThrownBy(() -> secrets.decrypt(stored(other), "totp " + one.session().id()))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void neverGoesBackInTheDatabaseEither() {
        var person = people.withTotp();
        for (var change : new String[]{"last_step = last_step - 1", "last_step = null, active_at = null"}) {
            assertThatThrownBy(() -> owner.jdbc().sql("update factors.totp set " + change + " where account_id = :id")
                    .param("id", person.session().id().value()).update()).isInstanceOf(DataAccessException.class)
                    .hasMessageContaining("never goes back");
        }
    }

    @Test
    void goesWithItsRecoveryCodes() {
        var person = people.withTotp();
        people.delete(person.session(), "/v1/account/totp").expectStatus().isNoContent();
        people.delete(person.session(), "/v1/account/totp").expectStatus().isNotFound();

        people.logIn(person.session()).expectStatus().isCreated();
        api.get(person.session(), "/v1/account/factors").expectBody().jsonPath("$.recoveryCodesLeft").isEqualTo(0);
        assertThat(people.events(person.session().id().value(), "factor.removed")).isOne();
        assertThat(factors.accept(person.session().id(), new FactorProof.RecoveryCode(
                person.recoveryCodes().getFirst()), HERE)).isFalse();
    }

    private ResponseSpec confirm(Session person,
            String code) {
        return api.post(person, "/v1/account/totp/confirm", Map.of("code", code));
    }

    private byte[] secretOf(Session person) {
        return secrets.decrypt(tables.jdbc().sql("select secret from factors.totp where account_id = :id")
                .param("id", person.id().value()).query((row, _) -> row.getBytes(1)).single(), "totp " + person.id());
    }

    private byte[] stored(Factors.WithTotp person) {
        return tables.jdbc().sql("select secret from factors.totp where account_id = :id")
                .param("id", person.session().id().value()).query((row, _) -> row.getBytes(1)).single();
    }
}
