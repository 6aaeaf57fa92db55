package io.mainstay.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.idempotency.CutWire.Cut;
import io.mainstay.problem.Refusal;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.json.JsonMapper;

/// What is true of a request whose COMMIT failed, or was never answered.
@IntegrationTest
class LostCommitIT {

    private static final int MAX_REPEATS = 200;

    @Autowired
    Idempotency idempotency;
    @Autowired
    IdempotencySettings settings;
    @Autowired
    JsonMapper json;
    @Autowired
    JdbcConnectionDetails database;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    Owner owner;

    private final UUID principal = UUID.randomUUID();
    private final AtomicInteger runs = new AtomicInteger();
    private CutWire wire;
    private JdbcClient wired;
    private Idempotency overTheWire;

    @BeforeEach
    void aWireAndATableForEffects() {
        owner.jdbc().sql("create schema if not exists only_tests").update();
        owner.jdbc().sql("grant usage on schema only_tests to mainstay_app").update();
        owner.jdbc().sql("create table if not exists only_tests.effect (principal uuid not null)").update();
        owner.jdbc().sql("grant select, insert on only_tests.effect to mainstay_app").update();
        wire = CutWire.to(database.getJdbcUrl());
        var through = new DriverManagerDataSource(
                "jdbc:postgresql://127.0.0.1:" + wire.port() + URI.create(database.getJdbcUrl().substring(5)).getPath()
                        + "?sslmode=disable&options=-c%20mainstay.caller=system",
                String.valueOf(database.getUsername()), String.valueOf(database.getPassword()));
        wired = JdbcClient.create(through);
        overTheWire = new Idempotency(new IdempotencyRecords(wired, settings), new JdbcTransactionManager(through),
                json, settings);
    }

    @AfterEach
    void cut() throws Exception {
        wire.close();
    }

    @Test
    void replaysWhatWasCommittedWhenTheAnswerToCommitIsLost() {
        wire.cutAtNextCommit(Cut.beforeItsAnswerArrives);

        assertThat(catchThrowable(() -> overTheWire.once(request(), this::wiredEffect))).isNotNull()
                .isNotInstanceOf(Refusal.class);
        assertThat(runs).as("nobody knows yet, so it isn't run again").hasValue(1);

        assertThatExceptionOfType(Replay.class).isThrownBy(() -> overTheWire.once(request(), this::wiredEffect))
                .satisfies(replay -> assertThat(replay.answer().body()).isEqualTo("\"run 1\""));
        assertThat(runs).hasValue(1);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void doesWhatWasNotCommittedWhenCommitItselfIsLost() throws Exception {
        wire.cutAtNextCommit(Cut.beforeItArrives);

        assertThat(catchThrowable(() -> overTheWire.once(request(), this::wiredEffect))).isNotNull()
                .isNotInstanceOf(Refusal.class);
        assertThat(effects()).isZero();

        assertThat(repeated().getBody()).isEqualTo("run 2");
        assertThat(effects()).isEqualTo(1);
    }

    /// What is answered with 503 and `Retry-After`.
    @Test
    void asksForARepeatWhenPostgresEndsTheConnectionAtCommit() {
        atCommit("perform pg_terminate_backend(pg_backend_pid());");

        assertThat(catchThrowable(() -> idempotency.once(request(), () -> {
            var answer = effect(jdbc);
            breakCommit();
            return answer;
        }))).isInstanceOfAny(TransactionException.class, DataAccessResourceFailureException.class,
                TransientDataAccessException.class, ConcurrencyFailureException.class);
        assertThat(runs).hasValue(1);
        assertThat(effects()).isZero();

        assertThat(idempotency.once(request(), () -> effect(jdbc)).getBody()).isEqualTo("run 2");
        assertThat(effects()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void runsTheWholeUseCaseAgainWhenCommitLosesARace(String state) {
        atCommit("raise exception 'injected' using errcode = '" + state + "';");

        var answer = idempotency.once(request(), () -> {
            var first = effect(jdbc);
            if (runs.get() < 3) {
                breakCommit();
            }
            return first;
        });

        assertThat(answer.getBody()).isEqualTo("run 3");
        assertThat(effects()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void recordsAnOutcomeAgainWithoutAnotherCallWhenItsCommitLosesARace(String state) {
        atCommit("raise exception 'injected' using errcode = '" + state + "';");
        var calls = new AtomicInteger();
        var finished = new AtomicInteger();

        var answer = idempotency.twice(request(), new TwoSteps<UUID, String>() {

            @Override
            public UUID begin() {
                return principal;
            }

            @Override
            public UUID begun(UUID begun) {
                return begun;
            }

            @Override
            public String call(UUID begun) {
                return "call " + calls.incrementAndGet();
            }

            @Override
            public ResponseEntity<Object> finish(UUID begun, String outcome) {
                effect(jdbc);
                if (finished.incrementAndGet() < 3) {
                    breakCommit();
                }
                return ResponseEntity.ok(outcome);
            }

            @Override
            public ResponseEntity<Object> resume(UUID begun) {
                throw new AssertionError("nothing has died");
            }
        });

        assertThat(answer.getBody()).isEqualTo("call 1");
        assertThat(calls).hasValue(1);
        assertThat(effects()).isEqualTo(1);
    }

    /// PostgreSQL ends the transaction of a connection that is gone in its own time, and holds the key until then.
    private ResponseEntity<String> repeated() throws InterruptedException {
        for (var repeat = 1;; repeat++) {
            try {
                return overTheWire.once(request(), this::wiredEffect);
            } catch (Refusal inFlight) {
                assertThat(inFlight.type()).isEqualTo(IdempotencyProblems.IN_FLIGHT);
                assertThat(repeat).isLessThan(MAX_REPEATS);
                Thread.sleep(10);
            }
        }
    }

    /// Does this at the COMMIT of each transaction that wants a broken one.
    private void atCommit(String statement) {
        owner.jdbc().sql("create table if not exists only_tests.broken_commit ()").update();
        owner.jdbc().sql("grant insert on only_tests.broken_commit to mainstay_app").update();
        owner.jdbc().sql("create or replace function only_tests.break_commit() returns trigger language plpgsql as "
                + "$$ begin " + statement + " return null; end $$").update();
        owner.jdbc().sql("drop trigger if exists breaks on only_tests.broken_commit").update();
        owner.jdbc().sql("create constraint trigger breaks after insert on only_tests.broken_commit deferrable "
                + "initially deferred for each row execute function only_tests.break_commit()").update();
    }

    private void breakCommit() {
        jdbc.sql("insert into only_tests.broken_commit default values").update();
    }

    private ResponseEntity<String> effect(JdbcClient client) {
        client.sql("insert into only_tests.effect values (:principal)").param("principal", principal).update();
        return ResponseEntity.status(201).body("run " + runs.incrementAndGet());
    }

    private ResponseEntity<String> wiredEffect() {
        return effect(wired);
    }

    private int effects() {
        return owner.jdbc().sql("select count(*) from only_tests.effect where principal = :principal")
                .param("principal", principal).query(Integer.class).single();
    }

    private IdempotentRequest request() {
        return new IdempotentRequest(principal, "k", "a".repeat(64), "/p");
    }
}
