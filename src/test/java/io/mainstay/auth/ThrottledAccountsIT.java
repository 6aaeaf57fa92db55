package io.mainstay.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What guessers and floods meet over HTTP. The machine's loopback network has many addresses to come from.
@IntegrationTest
class ThrottledAccountsIT {

    private static final String LOG_IN = "/v1/sessions";
    private static final String RESET = "/v1/password-resets";
    private static final String REGISTER = "/v1/accounts";
    private static final String WRONG = "a wrong password";
    private static final String HOME = "127.0.0.1";

    @Autowired
    Accounts accounts;
    @Autowired
    ApiClient api;
    @Autowired
    Environment environment;
    @Autowired
    Owner tables;
    @Autowired
    JsonMapper json;
    @Autowired
    Owner owner;

    @Test
    void answersGuessersAlikeWhetherThereIsAnAccountOrNot() throws Exception {
        var person = api.signedUp();
        var known = guesses("127.0.0.21", person.email());
        var unknown = guesses("127.0.0.22", ApiClient.newEmail());

        assertThat(known).isEqualTo(unknown).startsWith("401 invalid-credentials")
                .endsWith("429 too-many-attempts 1");
        // a new device has to wait even with the right password, before a hash is made
        assertThat(status(from("127.0.0.23", LOG_IN, credentials(person.email(), person.password())))).isEqualTo(429);
    }

    private List<String> guesses(String address, String email) throws Exception {
        var answers = new ArrayList<String>();
        for (var guess = 0; guess < 6; guess++) {
            var answer = from(address, LOG_IN, credentials(email, WRONG));
            var code = json.readValue(answer.body(), JsonNode.class).path("code").asString();
            answers.add((answer.statusCode() + " " + code + " "
                    + answer.headers().firstValue("Retry-After").orElse("")).strip());
        }
        return answers;
    }

    @Test
    void letsTheRightPersonInFromWhereTheyWereBefore() throws Exception {
        var person = api.signedUp();
        for (var stranger = 31; stranger < 34; stranger++) {
            for (var guess = 0; guess < 3; guess++) {
                from("127.0.0." + stranger, LOG_IN, credentials(person.email(), WRONG));
            }
        }
        assertThat(status(from("127.0.0.34", LOG_IN, credentials(person.email(), WRONG)))).isEqualTo(429);

        assertThat(status(from(HOME, LOG_IN, credentials(person.email(), person.password())))).isEqualTo(201);
        for (var stranger = 31; stranger < 37; stranger++) {
            from("127.0.0." + stranger, RESET, Map.of("email", person.email()));
        }
        assertThat(status(from("127.0.0.34", RESET, Map.of("email", person.email())))).isEqualTo(429);
        assertThat(status(from(HOME, RESET, Map.of("email", person.email())))).isEqualTo(202);
    }

    @Test
    void makesNoMoreHashesThanTheLimitOfAHundredGuessesAtOnce() throws Exception {
        for (var email : List.of(api.signedUp().email(), ApiClient.newEmail())) {
            var tries = new ArrayList<Callable<Integer>>();
            for (var guess = 0; guess < 100; guess++) {
                var address = "127.0.1." + (1 + guess);
                tries.add(() -> status(from(address, LOG_IN, credentials(email, WRONG))));
            }
            var statuses = new ArrayList<Integer>();
            try (var threads = Executors.newFixedThreadPool(25)) {
                for (var attempt : threads.invokeAll(tries)) {
                    statuses.add(attempt.get());
                }
            }
            // another one for each pause that has gone by until the last of them was sent
            assertThat(statuses.stream().filter(status -> status == 401).count()).isBetween(5L, 7L);
            assertThat(statuses).containsOnly(401, 429);
        }
    }

    @Test
    void sendsABoundedNumberOfMailsOnRequest() throws Exception {
        var known = ApiClient.newEmail();
        accounts.createVerified(known, "correct horse battery staple", "Ada");
        for (var email : List.of(known, ApiClient.newEmail())) {
            for (var request = 0; request < 5; request++) {
                assertThat(status(from("127.0.0.41", RESET, Map.of("email", email)))).isEqualTo(202);
                assertThat(status(from("127.0.0.41", REGISTER, registration(email)))).isEqualTo(202);
            }
            assertThat(status(from("127.0.0.42", RESET, Map.of("email", email)))).isEqualTo(429);
            assertThat(status(from("127.0.0.42", REGISTER, registration(email)))).isEqualTo(429);
        }
    }

    @Test
    void letsNobodyThroughWhenItCannotCount() throws Exception {
        var person = api.signedUp();
        var table = owner.jdbc();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var lock = threads.submit(() -> table.sql("""
                    do $$ begin
                        lock table throttling.counter in access exclusive mode;
                        perform pg_sleep(7);
                    end $$""").update());
            Thread.sleep(500);
            var answer = from(HOME, LOG_IN, credentials(person.email(), person.password()));

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            lock.get();
        }
        assertThat(status(from(HOME, LOG_IN, credentials(person.email(), person.password())))).isEqualTo(201);
    }

    @Test
    void keepsNeitherAddressesNorAccountsInTheClear() throws Exception {
        var person = api.signedUp();
        from("127.0.0.51", LOG_IN, credentials(person.email(), WRONG));

        var rows = tables.jdbc().sql("""
                select encode(key, 'escape') || c::text from throttling.counter c
                union all select encode(key, 'escape') || d::text from throttling.known_device d""")
                .query(String.class).list();
        assertThat(rows).isNotEmpty().noneMatch(row -> row.contains("127.0.0.51") || row.contains(person.email()));
    }

    private static Map<String, Object> credentials(String email, String password) {
        return Map.of("email", email, "password", password);
    }

    private static Map<String, Object> registration(String email) {
        return Map.of("email", email, "password", "correct horse battery staple", "name", "Ada");
    }

    private static int status(HttpResponse<String> answer) {
        return answer.statusCode();
    }

    private HttpResponse<String> from(String address, String path, Map<String, Object> body) throws Exception {
        try (var client = HttpClient.newBuilder().localAddress(InetAddress.ofLiteral(address)).build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                            + environment.getProperty("local.server.port") + path))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body))).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
