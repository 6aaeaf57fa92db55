package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class PasswordResetIT {

    private static final String ANOTHER = "another horse battery staple";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern LINK = Pattern.compile("http://localhost:8080/reset-password\\?token=([\\w-]+)");

    @Autowired
    ApiClient api;
    @Autowired
    Owner tables;
    @Autowired
    Environment environment;

    @Test
    void leadsFromTheMailToANewPassword() {
        var person = api.signedUp();
        ask(person.email());
        var token = tokens(person, 1).getFirst();

        confirm(token, ANOTHER).expectStatus().isNoContent();

        api.get(person, "/v1/account").expectStatus().isUnauthorized();
        logIn(person, person.password()).expectStatus().isUnauthorized();
        logIn(person, ANOTHER).expectStatus().isCreated();
        await().atMost(SOON).until(() -> mails(person).stream()
                .anyMatch(text -> text.contains("your account has a new password")));
        assertInvalid(token);
    }

    @Test
    void answersEveryAddressAlikeAndForgetsIt() {
        var person = api.signedUp();
        var unverified = ApiClient.newEmail();
        api.register(unverified, ANOTHER, "Ada").expectStatus().isAccepted();
        var stranger = ApiClient.newEmail();

        assertThat(List.of(ask(person.email()), ask(unverified), ask(stranger))).containsOnly(ask(stranger));

        await().atMost(SOON).until(() -> tables.jdbc().sql("""
                select count(*) from auth.password_reset_request where email in (:emails)""")
                .param("emails", List.of(person.email(), unverified, stranger)).query(Long.class).single() == 0);
        tokens(person, 1);
        assertThat(tables.jdbc().sql("""
                select count(*) from auth.password_reset r join auth.account a on a.id = r.account_id
                where a.email = :email""").param("email", unverified).query(Long.class).single()).isZero();
    }

    @Test
    void sendsNoMoreThanAFewLinks() {
        var person = api.signedUp();
        for (var request = 0; request < 5; request++) {
            ask(person.email());
        }
        await().atMost(SOON).until(() -> tables.jdbc().sql("""
                select count(*) from auth.password_reset_request where email = :email""")
                .param("email", person.email()).query(Long.class).single() == 0);
        assertThat(tokens(person, 3)).hasSize(3);
    }

    @Test
    void endsTheOtherLinksWithTheFirstThatIsUsed() throws Exception {
        var person = api.signedUp();
        ask(person.email());
        ask(person.email());
        var tokens = tokens(person, 2);
        var tries = new ArrayList<Callable<Integer>>();
        for (var number = 0; number < 6; number++) {
            var token = tokens.get(number % 2);
            var password = "password number " + number;
            tries.add(() -> confirm(token, password).expectBody().returnResult().getStatus().value());
        }
        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newFixedThreadPool(tries.size())) {
            for (var attempt : threads.invokeAll(tries)) {
                statuses.add(attempt.get());
            }
        }
        assertThat(statuses).containsExactlyInAnyOrderElementsOf(List.of(204, 422, 422, 422, 422, 422));
    }

    @Test
    void refusesWhatIsNoGoodTokenOrPassword() {
        var person = api.signedUp();
        ask(person.email());
        var token = tokens(person, 1).getFirst();

        assertInvalid("nonsense");
        confirm(" ", ANOTHER).expectStatus().isEqualTo(422);
        confirm(token, "short").expectStatus().is4xxClientError();
        confirm(token, "Password1").expectStatus().isEqualTo(422).expectBody().jsonPath("$.errors[0].pointer")
                .isEqualTo("/newPassword");
        api.post("/v1/password-resets", Map.of("email", "no address")).expectStatus().is4xxClientError();

        tables.jdbc().sql("""
                insert into auth.password_reset
                select sha256('expired'), account_id, now() - interval '1 second' from auth.password_reset
                where account_id = :id""").param("id", person.id().value()).update();
        assertInvalid("expired");
        // none of them used it up
        confirm(token, ANOTHER).expectStatus().isNoContent();
    }

    @Test
    void theLinkLeadsToAPageThatChangesNothing() {
        api.get("/reset-password?token=x").expectStatus().isOk().expectHeader().value("Content-Security-Policy",
                policy -> assertThat(policy).contains("script-src 'self'"));
        api.get("/reset-password.js").expectStatus().isOk();
    }

    private String ask(String email) {
        return String.valueOf(api.post("/v1/password-resets", Map.of("email", email)).expectStatus().isAccepted()
                .expectBody(String.class).returnResult().getResponseBody());
    }

    private ResponseSpec confirm(String token, String password) {
        return api.post("/v1/password-resets/confirm", Map.of("token", token, "newPassword", password));
    }

    private ResponseSpec logIn(Session person, String password) {
        return api.post("/v1/sessions", Map.of("email", person.email(), "password", password));
    }

    private void assertInvalid(String token) {
        confirm(token, ANOTHER).expectStatus().isEqualTo(422).expectBody().jsonPath("$.code")
                .isEqualTo("password-reset-invalid");
    }

    private List<String> tokens(Session person, int expected) {
        await().atMost(SOON).until(() -> tokens(person).size() >= expected);
        return tokens(person);
    }

    private List<String> tokens(Session person) {
        return mails(person).stream().flatMap(text -> LINK.matcher(text).results()).map(link -> link.group(1))
                .toList();
    }

    private List<String> mails(Session person) {
        var view = RestClient.create(environment.getRequiredProperty("mainstay.infrastructure.mail-url"));
        var found = view.get().uri("/api/v1/search?query={query}", "to:" + person.email()).retrieve()
                .body(JsonNode.class);
        var texts = new ArrayList<String>();
        for (var mail : found.path("messages")) {
            texts.add(view.get().uri("/api/v1/message/{id}", mail.path("ID").asString()).retrieve()
                    .body(JsonNode.class).path("Text").asString());
        }
        return texts;
    }
}
