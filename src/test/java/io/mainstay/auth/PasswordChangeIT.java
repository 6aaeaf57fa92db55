package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.http.Origin;
import io.mainstay.problem.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.transaction.support.TransactionTemplate;

@IntegrationTest
class PasswordChangeIT {

    private static final String ANOTHER = "another horse battery staple";

    private static final Origin HERE = new Origin("127.0.0.1", null);

    @Autowired
    ApiClient api;
    @Autowired
    Credentials credentials;
    @Autowired
    Sessions sessions;
    @Autowired
    TransactionTemplate transaction;

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

    /// The old password was right a moment before, and the session was to begin a moment after.
    @Test
    void letsNobodyInWhoseLogInBeganBefore() {
        var person = api.signedUp();
        var login = credentials.check(new EmailAddress(person.email()), Password.of(person.password()), HERE);
        var proven = new Proven(login.id(), login.passwordGeneration());

        change(person, person.password(), ANOTHER).expectStatus().isNoContent();

        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> sessions.begin(proven, HERE))
                .matches(refusal -> refusal.type().equals(AuthProblems.INVALID_CREDENTIALS));
        assertThat(api.logIn(person.email(), ANOTHER)).isNotBlank();
    }

    /// The session began a moment before, and isn't committed yet.
    @Test
    void endsAlsoTheSessionThatIsAboutToBegin() throws Exception {
        var person = api.signedUp();
        var login = credentials.check(new EmailAddress(person.email()), Password.of(person.password()), HERE);
        var begun = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var session = threads.submit(() -> transaction.execute(_ -> {
                var started = sessions.begin(new Proven(login.id(), login.passwordGeneration()), HERE);
                begun.countDown();
                pause();
                return started;
            }));
            begun.await();
            change(person, person.password(), ANOTHER).expectStatus().isNoContent();
            var token = session.get().access().value();
            api.get(new Session(person.id(), person.email(), ANOTHER, token), "/v1/account").expectStatus()
                    .isUnauthorized();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(1500);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
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
