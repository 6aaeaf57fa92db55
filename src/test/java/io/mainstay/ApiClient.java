package io.mainstay;

import io.mainstay.authorization.Role;
import io.mainstay.authorization.Roles;
import io.mainstay.caller.AccountId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.springframework.context.annotation.Lazy;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/// Talks to the running application over HTTP, as people do. Inject it into an [IntegrationTest].
///
/// Every helper sends its body as JSON and leaves the answer to the test; POSTs carry a fresh `Idempotency-Key` unless
/// one is given.
@Lazy
public class ApiClient {

    private static final String PASSWORD = "correct horse battery staple";

    private final RestTestClient http;
    private final JdbcClient database;
    private final Roles roles;

    ApiClient(RestTestClient http, JdbcClient database, Roles roles) {
        this.http = http;
        this.database = database;
        this.roles = roles;
    }

    /// A person with an account who has just logged in.
    ///
    /// @param token the access token
    public record Session(AccountId id, String email, String password, String token) {}

    /// A new person: registered, verified and logged in over HTTP.
    public Session signedUp() {
        var email = newEmail();
        register(email, PASSWORD, "Ada Lovelace").expectStatus().isAccepted();
        verify(tokenFor(email)).expectStatus().isNoContent();
        return new Session(idOf(email), email, PASSWORD, logIn(email, PASSWORD));
    }

    /// A new person who holds [Role#ADMINISTRATOR].
    public Session administrator() {
        var session = signedUp();
        roles.grant(session.id(), Role.ADMINISTRATOR);
        return session;
    }

    /// An address that nobody has registered.
    public static String newEmail() {
        return "person-" + UUID.randomUUID() + "@example.com";
    }

    /// Waits until the worker has looked whose address it is.
    public ResponseSpec register(String email, String password, String name) {
        var answer = post("/v1/accounts", Map.of("email", email, "password", password, "name", name));
        Awaitility.await().atMost(Duration.ofSeconds(20)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10))
                .until(() -> database.sql("""
                        select not exists (select from auth.registration_request where email = lower(:email))""")
                        .param("email", email.strip()).query(Boolean.class).single());
        return answer;
    }

    public ResponseSpec verify(String token) {
        return post("/v1/email-verifications", Map.of("token", token));
    }

    /// The access token of a new session.
    public String logIn(String email, String password) {
        var answer = post("/v1/sessions", Map.of("email", email, "password", password)).expectStatus().isCreated()
                .expectBody(Map.class).returnResult().getResponseBody();
        return (String) Objects.requireNonNull(answer).get("accessToken");
    }

    /// A working verification token. The real one is only in the mail, and only its hash in the database; so this adds a
    /// second one that the test knows.
    public String tokenFor(String email) {
        var token = UUID.randomUUID().toString();
        database.sql(
                """
                insert into auth.email_verification (token_hash, account_id, expires_at, name, password_hash)
                select :hash, id, now() + interval '1 hour', name, password_hash from auth.account where email = :email""")
                .param("hash", sha256(token)).param("email", email).update();
        return token;
    }

    public ResponseSpec get(String path) {
        return send(HttpMethod.GET, path, null, _ -> {
        });
    }

    public ResponseSpec get(Session session, String path) {
        return send(HttpMethod.GET, path, null, headers -> headers.setBearerAuth(session.token()));
    }

    public ResponseSpec post(String path, Object body) {
        return send(HttpMethod.POST, path, body, headers -> headers.set("Idempotency-Key", newKey()));
    }

    public ResponseSpec post(Session session, String path, Object body) {
        return post(session, path, body, newKey());
    }

    public ResponseSpec post(Session session, String path, Object body, String idempotencyKey) {
        return send(HttpMethod.POST, path, body, headers -> {
            headers.setBearerAuth(session.token());
            headers.set("Idempotency-Key", idempotencyKey);
        });
    }

    public ResponseSpec patch(Session session, String path, String ifMatch, Object body) {
        return send(HttpMethod.PATCH, path, body, headers -> {
            headers.setBearerAuth(session.token());
            headers.setIfMatch(ifMatch);
        });
    }

    /// A CSV file.
    public ResponseSpec upload(Session session, String path, String csv) {
        return http.post().uri(path).headers(headers -> {
            headers.setBearerAuth(session.token());
            headers.set("Idempotency-Key", newKey());
        }).contentType(MediaType.parseMediaType("text/csv")).body(csv).exchange();
    }

    /// Anything else.
    ///
    /// @param body written as JSON unless it is a String, which is sent as it is; null for none
    public ResponseSpec send(HttpMethod method, String path, @org.jspecify.annotations.Nullable Object body,
            Consumer<HttpHeaders> headers) {
        var request = http.method(method).uri(path).headers(headers);
        return body == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON).body(body).exchange();
    }

    private AccountId idOf(String email) {
        return new AccountId(database.sql("select id from auth.account where email = :email").param("email", email)
                .query(UUID.class).single());
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
