package io.mainstay.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// Long work: done once, by whichever worker. What the runner does is shown on a runner of the test's own, whose jobs no other
/// worker knows; how files come out, on a wallet's statement.
@IntegrationTest
class JobIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Autowired
    ApiClient api;
    @Autowired
    JobStore store;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    PlatformTransactionManager transactions;
    @Autowired
    Owner tables;

    private final AtomicInteger runs = new AtomicInteger();
    private Session owner;
    private TransactionTemplate transaction;

    @BeforeEach
    void open() {
        owner = api.signedUp();
        transaction = new TransactionTemplate(transactions);
    }

    @Test
    void exportsAStatementWithoutFormulas() {
        var friend = api.signedUp();
        api.post(owner, "/v1/wallet-top-ups", Map.of("amount", Map.of("amount", 5000, "currency", "EUR"),
                "paymentMethod", "tok_4242")).expectStatus().isOk();
        api.post(owner, "/v1/wallet-transfers", Map.of("to", friend.id().toString(), "amount",
                Map.of("amount", 700, "currency", "EUR"), "message", "=cmd|' /C calc'!A0")).expectStatus()
                .isCreated();
        var started = api.post(owner, "/v1/wallets/EUR/exports", Map.of()).expectStatus().isAccepted();
        var place = Objects.requireNonNull(started.expectBody(JsonNode.class).returnResult().getResponseHeaders()
                .getFirst("Location"));
        var job = ended(place);
        assertThat(job.path("status").asString()).isEqualTo("succeeded");
        assertThat(job.at("/result/lines").asInt()).isEqualTo(2);
        assertThat(job.path("progress").asInt()).isEqualTo(100);

        var file = api.get(owner, job.path("resultUrl").asString()).expectStatus().isOk().expectHeader()
                .valueMatches("Content-Disposition", "attachment; filename=\"statement.csv\"").expectHeader()
                .valueEquals("Cache-Control", "no-store").expectBody(String.class).returnResult().getResponseBody();
        var lines = Objects.requireNonNull(file).split("\r\n");
        assertThat(lines).hasSize(3);
        assertThat(lines[0]).startsWith("postedAt,transferId,reference,description,message,currency,debits,credits");
        assertThat(lines[1]).contains("'=cmd|' /C calc'!A0").endsWith(",EUR,700,0,0,0,4300");
        assertThat(lines[2]).endsWith(",EUR,0,5000,0,0,5000");
        // nobody else's
        api.get(friend, place).expectStatus().isNotFound();
        api.get(friend, place + "/result").expectStatus().isNotFound();
        api.get(owner, "/v1/jobs?limit=1").expectStatus().isOk().expectBody().jsonPath("$.data[0].id")
                .isEqualTo(job.path("id").asString());
    }

    @Test
    void exportsNothingOfAnEmptyOrOtherTime() {
        var place = started("/v1/wallets/JPY/exports", Map.of());
        assertThat(ended(place).at("/result/lines").asInt()).isZero();
        api.post(owner, "/v1/wallets/EUR/exports", Map.of("from", "2026-01-02T00:00:00Z", "to",
                "2026-01-01T00:00:00Z")).expectStatus().isEqualTo(422);
        api.post(owner, "/v1/wallets/euro/exports", Map.of()).expectStatus().isNotFound();
        api.post(owner, "/v1/wallets/EUR/exports", "{\"from\":\"yesterday\"}").expectStatus().isBadRequest();
    }

    /// A report's time and provider are in the query: another one under the same key is another request.
    @Test
    void isStartedOncePerKeyWithItsQuery() {
        var key = UUID.randomUUID().toString();
        for (var repeat = 0; repeat < 2; repeat++) {
            api.post(owner, "/v1/wallets/EUR/exports", Map.of(), key).expectStatus().isAccepted();
        }
        assertThat(tables.jdbc().sql("select count(*) from jobs.job where account_id = :owner")
                .param("owner", owner.id().value()).query(Long.class).single()).isEqualTo(1);
        api.post(owner, "/v1/wallets/EUR/exports?from=elsewhere", Map.of(), key).expectStatus().isEqualTo(422)
                .expectBody().jsonPath("$.code").isEqualTo("idempotency-key-reused");
    }

    @Test
    void hasItsEffectsWithItsEndOrNotAtAll() {
        var mark = UUID.randomUUID().toString();
        var id = start();
        var runner = runner(task -> {
            runs.incrementAndGet();
            note(mark);
            if (runs.get() == 1) {
                throw new IllegalStateException("the first attempt fails in the middle");
            }
            return new JobKind.Result(Map.of("run", runs.get()), null);
        });
        runUntilEnded(runner, id);
        assertThat(runs).hasValue(2);
        assertThat(noted(mark)).isEqualTo(1);
        assertThat(status(id)).isEqualTo("succeeded");
    }

    /// The worker that begins it dies: another one takes over when the claim ends, and the first one's late end is undone.
    @Test
    void isTakenOverAndEndsOnce() {
        var mark = UUID.randomUUID().toString();
        var id = start();
        var second = runner(task -> {
            note(mark);
            return new JobKind.Result("second", null);
        });
        var first = runner(task -> {
            note(mark);
            // meanwhile the claim ends
            tables.jdbc().sql("update jobs.job set due_at = now() - interval '1 hour' where id = :id")
                    .param("id", id.value()).update();
            elsewhere(() -> runUntilEnded(second, id));
            return new JobKind.Result("first", null);
        });
        runUntilEnded(first, id);
        assertThat(noted(mark)).isEqualTo(1);
        assertThat(tables.jdbc().sql("select result #>> '{}' from jobs.job where id = :id").param("id", id.value())
                .query(String.class).single()).isEqualTo("second");
    }

    @Test
    void failsForGoodWhereItIsRefusedAndAfterSomeAttempts() {
        var refused = start();
        runUntilEnded(runner(_ -> {
            throw new Refusal(HttpProblems.VALIDATION_FAILED, "No.");
        }), refused);
        assertThat(error(refused)).isEqualTo("validation-failed");

        var broken = start();
        runUntilEnded(runner(_ -> {
            runs.incrementAndGet();
            throw new IllegalStateException("always");
        }), broken);
        assertThat(error(broken)).isEqualTo("job-given-up");
        assertThat(runs).hasValue(3);
    }

    @Test
    void hasBounds() {
        transaction.executeWithoutResult(_ -> {
            for (var count = 0; count < 5; count++) {
                store.add(JobId.next(), owner.id(), "unknownHere", Map.of(), null);
            }
            later();
        });
        api.post(owner, "/v1/wallets/EUR/exports", Map.of()).expectStatus().isEqualTo(409).expectBody()
                .jsonPath("$.code").isEqualTo("too-many-jobs");
        var csv = new CsvFile(100, List.of("a"));
        assertThatThrownBy(() -> {
            for (var row = 0; row < 100_000; row++) {
                csv.add("0123456789");
            }
        }).isInstanceOf(Refusal.class);
    }

    @Test
    void goesWithItsOwnerAndAfterSomeTime() {
        var id = start();
        runUntilEnded(runner(_ -> new JobKind.Result("done",
                new JobKind.File("a.csv", "text/csv", "x".getBytes(StandardCharsets.UTF_8)))), id);
        tables.jdbc().sql("update jobs.job set expires_at = now() where id = :id").param("id", id.value()).update();
        runner(_ -> new JobKind.Result("", null)).forget();
        assertThat(tables.jdbc().sql("select count(*) from jobs.job where id = :id").param("id", id.value())
                .query(Long.class).single()).isZero();
    }

    private interface Work {

        JobKind.Result run(JobKind.Task task);
    }

    private RunJobs runner(Work work) {
        var kind = new JobKind() {

            @Override
            public String name() {
                return "test";
            }

            @Override
            public Result run(Task task) {
                return work.run(task);
            }
        };
        return new RunJobs(store, new JobSettings(5, 1024, Duration.ofSeconds(30), 3, Duration.ofDays(7),
                Duration.ofSeconds(1)), List.of(kind), new JobWakeup(), transactions, new SimpleMeterRegistry());
    }

    /// Not due yet, so that the application's own worker leaves it.
    private JobId start() {
        var id = JobId.next();
        transaction.executeWithoutResult(_ -> {
            store.add(id, owner.id(), "test", Map.of(), null);
            later();
        });
        return id;
    }

    private void later() {
        jdbc.sql(
                "update jobs.job set due_at = now() + interval '1 day' where account_id = :owner and status = 'queued'")
                .param("owner", owner.id().value()).update();
    }

    /// Due before all others; between this and the round the application's worker might be faster, and would not know the
    /// kind: then it's a later attempt of the same job.
    private void takeOnly(JobId id) {
        tables.jdbc()
                .sql("update jobs.job set due_at = '2000-01-01' where id = :id and status in ('queued', 'running')")
                .param("id", id.value()).update();
    }

    private void runUntilEnded(RunJobs runner, JobId id) {
        for (var round = 0; round < 10 && List.of("queued", "running").contains(status(id)); round++) {
            takeOnly(id);
            runner.round();
        }
    }

    private static void elsewhere(Runnable work) {
        try {
            Thread.ofPlatform().start(work).join();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    private void note(String mark) {
        jdbc.sql("insert into messaging.inbox (consumer, message_id) values (:mark, :id)").param("mark", mark)
                .param("id", UUID.randomUUID().toString()).update();
    }

    private long noted(String mark) {
        return tables.jdbc().sql("select count(*) from messaging.inbox where consumer = :mark").param("mark", mark)
                .query(Long.class).single();
    }

    private String status(JobId id) {
        return tables.jdbc().sql("select status from jobs.job where id = :id").param("id", id.value())
                .query(String.class).single();
    }

    private String error(JobId id) {
        return tables.jdbc().sql("select error ->> 'code' from jobs.job where id = :id").param("id", id.value())
                .query(String.class).single();
    }

    private String started(String path, Object body) {
        return Objects.requireNonNull(api.post(owner, path, body).expectStatus().isAccepted()
                .expectBody(JsonNode.class).returnResult().getResponseHeaders().getFirst("Location"));
    }

    private JsonNode ended(String place) {
        return await().atMost(SOON).until(() -> Objects.requireNonNull(api.get(owner, place).expectStatus().isOk()
                .expectBody(JsonNode.class).returnResult().getResponseBody()), job -> job.has("finishedAt"));
    }
}
