package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;

@IntegrationTest
class RegistrationIT {

    private static final String PASSWORD = "correct horse battery staple";

    @Autowired
    ApiClient api;
    @Autowired
    Accounts accounts;
    @Autowired
    Owner tables;
    @Autowired
    org.springframework.core.env.Environment environment;

    @Test
    void leadsFromRegisteringToOnesOwnAccount() {
        var person = api.signedUp();

        api.get(person, "/v1/account").expectStatus().isOk().expectHeader().valueEquals(HttpHeaders.ETAG, "\"0\"")
                .expectHeader().valueEquals(HttpHeaders.CACHE_CONTROL, "no-store").expectBody().jsonPath("$.id")
                .isEqualTo(person.id().toString()).jsonPath("$.email").isEqualTo(person.email()).jsonPath("$.name")
                .isEqualTo("Ada Lovelace").jsonPath("$.createdAt").exists();
    }

    @Test
    void answersAKnownAddressLikeANewOneAndChangesNothing() {
        var person = api.signedUp();

        var known = body(api.register(person.email().toUpperCase(java.util.Locale.ROOT), "another password", "Eve"));
        var unknown = body(api.register(ApiClient.newEmail(), "another password", "Eve"));

        assertThat(known).isEqualTo(unknown);
        assertThat(accounts.contact(person.id())).contains(new Contact(person.email(), "Ada Lovelace"));
        assertThat(api.logIn(person.email(), person.password())).isNotEmpty();
    }

    @Test
    void letsNobodyInBeforeTheAddressIsVerified() {
        var email = ApiClient.newEmail();
        api.register(email, PASSWORD, "Ada").expectStatus().isAccepted();

        api.post("/v1/sessions", Map.of("email", email, "password", PASSWORD)).expectStatus().isForbidden()
                .expectBody().jsonPath("$.code").isEqualTo("email-not-verified");
        api.post("/v1/sessions", Map.of("email", email, "password", "a wrong one")).expectStatus().isUnauthorized()
                .expectBody().jsonPath("$.code").isEqualTo("invalid-credentials");
    }

    @Test
    void answersTheSecondClickLikeTheFirst() {
        var email = ApiClient.newEmail();
        api.register(email, PASSWORD, "Ada").expectStatus().isAccepted();
        var token = api.tokenFor(email);

        api.verify(token).expectStatus().isNoContent();
        api.verify(token).expectStatus().isNoContent();
    }

    /// Whoever registers somebody else's address first must not end up with the password that opens the account.
    @Test
    void confirmsThePasswordOfTheRegistrationWhoseLinkIsClicked() {
        var email = ApiClient.newEmail();
        api.register(email, "the password of a stranger", "Eve").expectStatus().isAccepted();
        org.awaitility.Awaitility.await().atMost(java.time.Duration.ofSeconds(20))
                .until(() -> mails(email).size() == 1);
        var strangers = mails(email);
        api.register(email, PASSWORD, "Ada").expectStatus().isAccepted();
        org.awaitility.Awaitility.await().atMost(java.time.Duration.ofSeconds(20))
                .until(() -> mails(email).size() == 2);

        var own = mails(email).stream().filter(token -> !strangers.contains(token)).findFirst().orElseThrow();
        api.verify(own).expectStatus().isNoContent();

        var person = accounts.contact(io.mainstay.caller.AccountId.of(subject(api.logIn(email, PASSWORD))));
        assertThat(person).contains(new Contact(email, "Ada"));
        api.post("/v1/sessions", Map.of("email", email, "password", "the password of a stranger")).expectStatus()
                .isUnauthorized();
        // the stranger's link is of no use any more
        api.verify(strangers.getFirst());
        api.logIn(email, PASSWORD);
    }

    private static String subject(String token) {
        try {
            return com.nimbusds.jwt.SignedJWT.parse(token).getJWTClaimsSet().getSubject();
        } catch (java.text.ParseException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /// The tokens of the links that were sent to an address.
    private java.util.List<String> mails(String email) {
        var view = org.springframework.web.client.RestClient
                .create(environment.getRequiredProperty("mainstay.infrastructure.mail-url"));
        var found = view.get().uri("/api/v1/search?query={query}", "to:" + email).retrieve()
                .body(tools.jackson.databind.JsonNode.class);
        var tokens = new java.util.ArrayList<String>();
        found.path("messages").forEach(mail -> {
            var text = view.get().uri("/api/v1/message/{id}", mail.path("ID").asString()).retrieve()
                    .body(tools.jackson.databind.JsonNode.class).path("Text").asString();
            var token = java.util.regex.Pattern.compile("token=([A-Za-z0-9_-]+)").matcher(text);
            if (token.find()) {
                tokens.add(token.group(1));
            }
        });
        return tokens;
    }

    @Test
    void refusesUnknownAndExpiredTokens() {
        var email = ApiClient.newEmail();
        api.register(email, PASSWORD, "Ada").expectStatus().isAccepted();
        tables.jdbc().sql(
                """
                insert into auth.email_verification (token_hash, account_id, expires_at, name, password_hash)
                select :hash, id, now() - interval '1 second', name, password_hash from auth.account where email = :email""")
                .param("hash", new OneTimeToken("late").hash()).param("email", email).update();

        for (var token : new String[]{"late", "never issued", "\0"}) {
            api.verify(token).expectStatus().isEqualTo(422).expectBody().jsonPath("$.code")
                    .isEqualTo("verification-invalid");
        }
        api.post("/v1/sessions", Map.of("email", email, "password", PASSWORD)).expectStatus().isForbidden();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
            "`{\"email\":\"a\\u0000@example.com\",\"password\":\"long enough\",\"name\":\"Ada\"}`,422,/email",
            "`{\"email\":\"a@example.com\",\"password\":\"long enough\",\"name\":\"A\\u0000da\"}`,422,/name",
            "`{\"email\":\"a@example.com\",\"password\":\"long enough\",\"name\":\"\\ud800\"}`,422,/name",
            "`{\"email\":\"a@example.com\",\"password\":\"long enough\",\"name\":\" \"}`,422,/name",
            "`{\"email\":\"\",\"password\":\"long enough\",\"name\":\"Ada\"}`,422,/email",
            "`{\"email\":\"a@example.com\",\"password\":\"short\",\"name\":\"Ada\"}`,422,/password",
            "`{\"email\":\"a@example.com\",\"password\":\"long enough\"}`,422,/name",
            "`{\"email\":\"a@example.com\",\"password\":\"long enough\",\"name\":null}`,422,/name",
            "`{\"email\":\"a@example.com\",\"password\":12345678,\"name\":\"Ada\"}`,400,/password",
            "`{\"email\":\"a@example.com\",\"password\":\"long enough\",\"name\":\"Ada\",\"role\":\"x\"}`,400,/role"})
    void pointsAtWhatIsWrong(String body, int status, String pointer) {
        api.post("/v1/accounts", body).expectStatus().isEqualTo(status).expectBody().jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer);
    }

    @Test
    void takesAnyCharacterInAPassword() {
        var email = ApiClient.newEmail();
        var password = "nul \0 and 🔑 are fine";
        api.register(email, password, "Ada").expectStatus().isAccepted();
        api.verify(api.tokenFor(email)).expectStatus().isNoContent();

        assertThat(api.logIn(email, password)).isNotEmpty();
    }

    @Test
    void showsThePageOfTheMailsLinkWithoutVerifying() {
        var email = ApiClient.newEmail();
        api.register(email, PASSWORD, "Ada").expectStatus().isAccepted();

        api.get("/verify-email?token=" + api.tokenFor(email)).expectStatus().isOk().expectHeader()
                .contentType("text/html;charset=UTF-8").expectHeader().value("Content-Security-Policy",
                        policy -> assertThat(policy).contains("script-src 'self'").doesNotContain("unsafe"));
        api.get("/verify-email.js").expectStatus().isOk();
        api.post("/v1/sessions", Map.of("email", email, "password", PASSWORD)).expectStatus().isForbidden();
    }

    @Test
    void createsDemonstrationAccountsOnce() {
        var email = ApiClient.newEmail();
        var id = accounts.createVerified(email, PASSWORD, "Demo");

        assertThat(accounts.createVerified(email, "another password", "Other")).isEqualTo(id);
        assertThat(api.logIn(email, PASSWORD)).isNotEmpty();
    }

    private static String body(org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec answer) {
        return answer.expectStatus().isAccepted().expectBody(String.class).returnResult().getResponseBody();
    }
}
