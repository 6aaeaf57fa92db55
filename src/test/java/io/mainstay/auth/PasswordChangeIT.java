package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

@IntegrationTest
class PasswordChangeIT {

    private static final String ANOTHER = "another horse battery staple";

    @Autowired
    ApiClient api;

    @Test
    void logsInWithTheNewPasswordAloneAndOutEverywhereElse() {
        var person = api.signedUp();
        var elsewhere = new Session(person.id(), person.email(), person.password(),
                api.logIn(person.email(), person.password()));

        change(person, person.password(), ANOTHER).expectStatus().isNoContent();

        api.get(person, "/v1/account").expectStatus().isOk();
        api.get(elsewhere, "/v1/account").expectStatus().isUnauthorized();
        api.post("/v1/sessions", Map.of("email", person.email(), "password", person.password())).expectStatus()
                .isUnauthorized();
        assertThat(api.logIn(person.email(), ANOTHER)).isNotBlank();
    }

    @Test
    void changesNothingWithoutTheCurrentPassword() {
        var person = api.signedUp();
        var elsewhere = new Session(person.id(), person.email(), person.password(),
                api.logIn(person.email(), person.password()));

        change(person, "a wrong password", ANOTHER).expectStatus().isEqualTo(422).expectBody().jsonPath("$.code")
                .isEqualTo("wrong-password");
        change(person, person.password(), "short").expectStatus().is4xxClientError();
        api.post(person, "/v1/account/change-password", Map.of("newPassword", ANOTHER)).expectStatus()
                .is4xxClientError();
        api.post("/v1/account/change-password", Map.of("currentPassword", person.password(), "newPassword", ANOTHER))
                .expectStatus().isUnauthorized();

        api.get(elsewhere, "/v1/account").expectStatus().isOk();
        assertThat(api.logIn(person.email(), person.password())).isNotBlank();
    }

    @Test
    void refusesTheCommonestPasswords() {
        var person = api.signedUp();

        change(person, person.password(), "Password1").expectStatus().isEqualTo(422).expectBody().jsonPath("$.code")
                .isEqualTo("validation-failed").jsonPath("$.errors[0].pointer").isEqualTo("/newPassword");
        api.register(ApiClient.newEmail(), "Password1", "Ada").expectStatus().isEqualTo(422).expectBody()
                .jsonPath("$.errors[0].pointer").isEqualTo("/password");
    }

    @Test
    void happensOnceHoweverManyTryAtOnce() throws Exception {
        var person = api.signedUp();
        var tries = new ArrayList<Callable<Integer>>();
        for (var number = 0; number < 5; number++) {
            var password = "password number " + number;
            tries.add(() -> change(person, person.password(), password).expectBody().returnResult().getStatus()
                    .value());
        }
        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newFixedThreadPool(tries.size())) {
            for (var attempt : threads.invokeAll(tries)) {
                statuses.add(attempt.get());
            }
        }
        assertThat(statuses).containsExactlyInAnyOrderElementsOf(List.of(204, 422, 422, 422, 422));
    }

    /// The holder of a stolen session shall not guess on.
    @Test
    void slowsDownWhoGuesses() {
        var person = api.signedUp();
        for (var failure = 0; failure < 5; failure++) {
            change(person, "a wrong password", ANOTHER).expectStatus().isEqualTo(422);
        }
        change(person, person.password(), ANOTHER).expectStatus().isEqualTo(429).expectBody().jsonPath("$.code")
                .isEqualTo("too-many-attempts");
        assertThat(api.logIn(person.email(), person.password())).isNotBlank();
    }

    private ResponseSpec change(Session person, String from, String to) {
        return api.post(person, "/v1/account/change-password", Map.of("currentPassword", from, "newPassword", to));
    }
}
