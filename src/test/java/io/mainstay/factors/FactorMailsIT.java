package io.mainstay.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.auth.StoredSecrets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.web.client.RestClient;

@IntegrationTest
class FactorMailsIT {

    @Autowired
    ApiClient api;
    @Autowired
    Clock clock;
    @Autowired
    Environment environment;
    @Autowired
    Owner tables;
    @Autowired
    StoredSecrets secrets;

    @Test
    void tellTheOwnerOfEachChange() {
        var people = new Factors(api, tables.jdbc(), secrets, clock);
        var person = people.withTotp();
        var session = person.session();
        var passkey = Factors.body(people.addPasskey(session, new VirtualAuthenticator()).expectStatus().isCreated());
        people.secondFactor(people.challenge(session), "recoveryCode", person.recoveryCodes().getFirst())
                .expectStatus().isCreated();
        api.post(session, "/v1/account/recovery-codes", Map.of()).expectStatus().isCreated();
        people.delete(session, "/v1/account/totp").expectStatus().isNoContent();
        people.delete(session, "/v1/account/passkeys/" + ((Map<?, ?>) passkey.get("passkey")).get("id")).expectStatus()
                .isNoContent();

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(mails(session.email())).isEqualTo(6));
    }

    private int mails(String address) {
        var found = RestClient.create(environment.getRequiredProperty("mainstay.infrastructure.mail-url")).get()
                .uri("/api/v1/search?query={query}", "to:" + address).retrieve().body(Map.class);
        return (int) ((java.util.List<?>) found.get("messages")).stream()
                .filter(mail -> "Your account's sign-in was changed".equals(((Map<?, ?>) mail).get("Subject"))).count();
    }
}
