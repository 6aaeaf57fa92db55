package io.mainstay.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class AdministratorsIT {

    @Autowired
    ApiClient api;
    @Autowired
    Owner owner;
    @Autowired
    Environment environment;

    private RestClient management;

    @BeforeEach
    void reachTheManagementPort() {
        management = RestClient.create(
                "http://localhost:" + environment.getProperty("local.management.port") + "/actuator/administrators");
    }

    @Test
    void makesTheFirstAdministratorOnTheManagementPort() {
        var person = api.signedUp();
        api.get(person, "/v1/roles").expectStatus().isForbidden();

        assertThat(granted(person.email()).path("administrator").asString()).isEqualTo(person.id().toString());
        assertThat(granted(person.email().toUpperCase(java.util.Locale.ROOT)).path("administrator").asString())
                .isEqualTo(person.id().toString());

        api.get(person, "/v1/roles").expectStatus().isOk();
        assertThat(owner.jdbc().sql("""
                select count(*) from access.event
                where subject_id = :id and action = 'binding.granted' and role = 'ADMINISTRATOR'""")
                .param("id", person.id().value()).query(Long.class).single()).isEqualTo(1);
    }

    @Test
    void makesNobodyOfWhoHasNoConfirmedMailbox() {
        var email = ApiClient.newEmail();
        api.register(email, "correct horse battery staple", "Ada").expectStatus().isAccepted();

        assertThat(granted(email)).isEmpty();
        assertThat(granted(ApiClient.newEmail())).isEmpty();
        assertThat(granted("nobody")).isEmpty();
    }

    private JsonNode granted(String email) {
        return Objects.requireNonNull(management.post().header("Content-Type", "application/json")
                .body(Map.of("email", email)).retrieve().body(JsonNode.class));
    }
}
