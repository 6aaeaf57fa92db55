package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.MailBox;
import io.mainstay.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

@IntegrationTest
class EmailChangeIT {

    private static final String LINK = "Confirm your new e-mail address";

    @Autowired
    ApiClient api;
    @Autowired
    Owner tables;
    @Autowired
    Environment environment;

    @Test
    void tellsBothAddressesAndLogsOutEverywhereElse() {
        var person = api.signedUp();
        var elsewhere = new Session(person.id(), person.email(), person.password(),
                api.logIn(person.email(), person.password()));
        var wanted = ApiClient.newEmail();
        change(person, person.password(), wanted).expectStatus().isAccepted();
        var token = mailBox(wanted).token(LINK, 1);
        assertThat(mailBox(person.email()).await("is to be changed", 1)).hasSize(1);
        // nothing has changed yet
        account(person).isEqualTo(person.email());
        api.get(elsewhere, "/v1/account").expectStatus().isOk();

        confirm(token).expectStatus().isNoContent();

        account(person).isEqualTo(wanted);
        api.get(elsewhere, "/v1/account").expectStatus().isUnauthorized();
        assertThat(mailBox(person.email()).await("was changed", 1).getFirst().text()).contains("Hello Ada Lovelace");
        assertThat(mailBox(wanted).about("was changed")).isEmpty();
        assertThat(api.logIn(wanted, person.password())).isNotBlank();
        api.post("/v1/sessions", Map.of("email", person.email(), "password", person.password())).expectStatus()
                .isUnauthorized();
        confirm(token).expectStatus().isEqualTo(422);
        assertThat(tables.jdbc().sql("select type from securitylog.event where account_id = :id order by at")
                .param("id", person.id().value()).query(String.class).list())
                .contains("email.changeRequested", "email.changed");
    }

    @Test
    void changesNothingWithoutTheCurrentPassword() {
        var person = api.signedUp();
        change(person, "a wrong password", ApiClient.newEmail()).expectStatus().isEqualTo(422).expectBody()
                .jsonPath("$.code").isEqualTo("wrong-password");
        change(person, person.password(), person.email().toUpperCase(java.util.Locale.ROOT)).expectStatus()
                .isEqualTo(422).expectBody().jsonPath("$.errors[0].pointer").isEqualTo("/newEmail");
        change(person, person.password(), "a\0@example.com").expectStatus().isEqualTo(422);
        api.post(person, "/v1/account/change-email", Map.of("newEmail", ApiClient.newEmail())).expectStatus()
                .isEqualTo(422);
        api.post("/v1/account/change-email", Map.of("currentPassword", person.password(), "newEmail",
                ApiClient.newEmail())).expectStatus().isUnauthorized();
        assertThat(pending(person)).isZero();
    }

    @Test
    void tellsNobodyWhichAddressesAreTaken() {
        var person = api.signedUp();
        var other = api.signedUp();
        var taken = body(change(person, person.password(), other.email()));
        var token = mailBox(other.email()).token(LINK, 1);
        assertThat(taken).isEqualTo(body(change(person, person.password(), ApiClient.newEmail())));

        // the link to the taken one died with the second request, and is refused like one whose address is taken
        var dead = problem(confirm(token));
        change(person, person.password(), other.email()).expectStatus().isAccepted();
        assertThat(problem(confirm(mailBox(other.email()).token(LINK, 2)))).isEqualTo(dead)
                .contains("email-change-invalid");
        account(person).isEqualTo(person.email());
        account(other).isEqualTo(other.email());
    }

    /// Uniqueness is decided when the links are clicked, by the database.
    @Test
    void givesAnAddressToOneOfThoseWhoConfirmItAtOnce() throws Exception {
        var wanted = ApiClient.newEmail();
        var people = List.of(api.signedUp(), api.signedUp(), api.signedUp());
        var tokens = new ArrayList<String>();
        for (var person : people) {
            tokens.add(planted(person, wanted));
        }
        var tries = tokens.stream().map(token -> (Callable<Integer>) () -> confirm(token).expectBody()
                .returnResult().getStatus().value()).toList();
        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newFixedThreadPool(tries.size())) {
            for (var attempt : threads.invokeAll(tries)) {
                statuses.add(attempt.get());
            }
        }
        assertThat(statuses).containsExactlyInAnyOrder(204, 422, 422);
    }

    @Test
    void letsLinksDieWithANewRequestANewPasswordAndTime() {
        var person = api.signedUp();
        var wanted = ApiClient.newEmail();
        change(person, person.password(), wanted).expectStatus().isAccepted();
        var first = mailBox(wanted).token(LINK, 1);
        change(person, person.password(), ApiClient.newEmail()).expectStatus().isAccepted();
        assertInvalid(first);

        var second = planted(person, wanted);
        api.post(person, "/v1/account/change-password", Map.of("currentPassword", person.password(), "newPassword",
                "another horse battery staple")).expectStatus().isNoContent();
        assertInvalid(second);

        var third = planted(person, wanted);
        tables.jdbc()
                .sql("update auth.email_change set expires_at = now() - interval '1 second' where account_id = :id")
                .param("id", person.id().value()).update();
        assertInvalid(third);
        for (var nonsense : List.of("nonsense", "\0", "x".repeat(128))) {
            assertInvalid(nonsense);
        }
        confirm("x".repeat(129)).expectStatus().isEqualTo(422);
        confirm(" ").expectStatus().isEqualTo(422);
        account(person).isEqualTo(person.email());
    }

    /// Whoever reads the old mailbox must not get in by it.
    @Test
    void letsLinksToTheOldAddressDie() {
        var person = api.signedUp();
        var reset = new OneTimeToken("reset-" + person.id());
        tables.jdbc().sql("insert into auth.password_reset values (:hash, :id, now() + interval '1 hour')")
                .param("hash", reset.hash()).param("id", person.id().value()).update();
        confirm(planted(person, ApiClient.newEmail())).expectStatus().isNoContent();

        api.post("/v1/password-resets/confirm", Map.of("token", reset.value(), "newPassword",
                "another horse battery staple")).expectStatus().isEqualTo(422);
    }

    @Test
    void sendsABoundedNumberOfMails() {
        var person = api.signedUp();
        for (var request = 0; request < 5; request++) {
            change(person, person.password(), ApiClient.newEmail()).expectStatus().isAccepted();
        }
        change(person, person.password(), ApiClient.newEmail()).expectStatus().isEqualTo(429);
    }

    @Test
    void theLinkLeadsToAPageThatChangesNothing() {
        var person = api.signedUp();
        api.get("/change-email?token=" + planted(person, ApiClient.newEmail())).expectStatus().isOk().expectHeader()
                .value("Content-Security-Policy", policy -> assertThat(policy).contains("script-src 'self'"));
        api.get("/change-email.js").expectStatus().isOk();
        assertThat(pending(person)).isOne();
    }

    /// As a request would, without the mail.
    private String planted(Session person, String email) {
        var token = OneTimeToken.next();
        tables.jdbc().sql("""
                insert into auth.email_change
                select account_id, :hash, :email, id, now() + interval '1 hour' from auth.session
                where account_id = :id limit 1
                on conflict (account_id) do update set token_hash = excluded.token_hash, email = excluded.email,
                    expires_at = excluded.expires_at""").param("hash", token.hash()).param("email", email)
                .param("id", person.id().value()).update();
        return token.value();
    }

    private long pending(Session person) {
        return tables.jdbc().sql("select count(*) from auth.email_change where account_id = :id")
                .param("id", person.id().value()).query(Long.class).single();
    }

    private MailBox mailBox(String address) {
        return new MailBox(environment, address);
    }

    private org.assertj.core.api.AbstractStringAssert<?> account(Session person) {
        var body = api.get(person, "/v1/account").expectStatus().isOk().expectBody(Map.class).returnResult()
                .getResponseBody();
        return assertThat((String) body.get("email"));
    }

    private ResponseSpec change(Session person, String password, String email) {
        return api.post(person, "/v1/account/change-email", Map.of("currentPassword", password, "newEmail", email));
    }

    private ResponseSpec confirm(String token) {
        return api.post("/v1/email-changes/confirm", Map.of("token", token));
    }

    private void assertInvalid(String token) {
        assertThat(problem(confirm(token))).contains("email-change-invalid");
    }

    private static String body(ResponseSpec answer) {
        return String.valueOf(answer.expectStatus().isAccepted().expectBody(String.class).returnResult()
                .getResponseBody());
    }

    private static String problem(ResponseSpec answer) {
        return String.valueOf(answer.expectStatus().isEqualTo(422).expectBody(String.class).returnResult()
                .getResponseBody()).replaceAll("\"requestId\":\"[^\"]*\"", "");
    }
}
