package io.mainstay.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mainstay.IntegrationTest;
import io.mainstay.Owner;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

@IntegrationTest
class IdempotencyIT {

    @Autowired
    Idempotency idempotency;
    @Autowired
    IdempotencyRecords records;
    @Autowired
    JdbcClient jdbc;
    @Autowired
    Owner owner;

    private final UUID principal = UUID.randomUUID();
    private final AtomicInteger effects = new AtomicInteger();

    @BeforeEach
    void aTableForEffects() {
        owner.jdbc().sql("create schema if not exists only_tests").update();
        owner.jdbc().sql("create table if not exists only_tests.effect (principal uuid not null)").update();
        owner.jdbc().sql("grant usage on schema only_tests to mainstay_app").update();
        owner.jdbc().sql("grant select, insert on only_tests.effect to mainstay_app").update();
    }

    @Test
    void takesEffectOnceAndReplaysTheFirstAnswer() {
        var first = idempotency.once(request("k", "a"), this::effect);

        assertThat(first.getBody()).isEqualTo("effect 1");
        assertThatExceptionOfType(Replay.class).isThrownBy(() -> idempotency.once(request("k", "a"), this::effect))
                .satisfies(replay -> {
                    assertThat(replay.answer().status()).isEqualTo(201);
                    assertThat(replay.answer().body()).isEqualTo("\"effect 1\"");
                    assertThat(replay.answer().etag()).isEqualTo("\"1\"");
                });
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void refusesTheKeyForAnotherRequestButNotForAnotherCaller() {
        idempotency.once(request("k", "a"), this::effect);

        assertRefused("idempotency-key-reused", () -> idempotency.once(request("k", "b"), this::effect));
        idempotency.once(new IdempotentRequest(UUID.randomUUID(), "k", fingerprint("b"), "/p"), this::effect);
        assertThat(effects).hasValue(2);
    }

    @Test
    void takesEffectOnceForConcurrentRepeats() throws Exception {
        var replays = new AtomicInteger();
        var answers = new ArrayList<String>();
        try (var threads = Executors.newFixedThreadPool(20)) {
            var tries = IntStream.range(0, 100).<Callable<String>>mapToObj(_ -> () -> {
                try {
                    return String.valueOf(idempotency.once(request("k", "a"), this::effect).getStatusCode());
                } catch (Replay _) {
                    replays.incrementAndGet();
                    return "replayed";
                } catch (Refusal refusal) {
                    return refusal.type().code();
                }
            }).toList();
            for (var answer : threads.invokeAll(tries)) {
                answers.add(answer.get());
            }
        }

        assertThat(rows()).isEqualTo(1);
        assertThat(answers).containsOnlyOnce("201 CREATED");
        assertThat(answers).allMatch(answer -> answer.equals("201 CREATED") || answer.equals("replayed")
                || answer.equals("request-in-flight"));
    }

    @Test
    void keepsARefusalButNotItsEffects() {
        var refusal = new Refusal(HttpProblems.VALIDATION_FAILED, "No.");
        assertRefused("validation-failed", () -> idempotency.once(request("k", "a"), () -> {
            effect();
            throw refusal;
        }));

        assertThatExceptionOfType(Replay.class).isThrownBy(() -> idempotency.once(request("k", "a"), this::effect))
                .satisfies(replay -> assertThat(replay.answer().body()).contains("validation-failed"));
        assertThat(rows()).isZero();
    }

    /// The first request takes the only piece; a repeat that looked at the key a moment too early finds none left.
    @Test
    void givesEveryRepeatTheFirstAnswerAlsoWhenItWouldBeRefusedNow() throws Exception {
        for (var round = 0; round < 30; round++) {
            var request = request("round " + round, "a");
            var taken = new java.util.concurrent.atomic.AtomicBoolean();
            try (var threads = Executors.newFixedThreadPool(20)) {
                var tries = IntStream.range(0, 20).<Callable<String>>mapToObj(_ -> () -> {
                    try {
                        idempotency.once(request, () -> {
                            if (taken.get()) {
                                throw new Refusal(HttpProblems.CONFLICT, "None left.");
                            }
                            var answer = effect();
                            org.springframework.transaction.support.TransactionSynchronizationManager
                                    .registerSynchronization(
                                            new org.springframework.transaction.support.TransactionSynchronization() {
                                                @Override
                                                public void afterCommit() {
                                                    taken.set(true);
                                                }
                                            });
                            return answer;
                        });
                        return "first";
                    } catch (Replay replay) {
                        return "replayed " + replay.answer().status();
                    } catch (Refusal refusal) {
                        return refusal.type().code();
                    }
                }).toList();
                for (var answer : threads.invokeAll(tries)) {
                    assertThat(answer.get()).isIn("first", "replayed 201", "request-in-flight");
                }
            }
        }
        assertThat(rows()).isEqualTo(30);
    }

    @Test
    void keepsNoErrorsAndNoMissingThings() {
        assertThatIllegalStateException().isThrownBy(() -> idempotency.once(request("k", "a"), () -> {
            effect();
            throw new IllegalStateException();
        }));
        assertRefused("not-found", () -> idempotency.once(request("k", "a"), () -> {
            throw new Refusal(HttpProblems.NOT_FOUND, "No.");
        }));

        idempotency.once(request("k", "a"), this::effect);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void runsTheWholeUseCaseAgainAfterALostRace() {
        for (var state : new String[]{"40001", "40P01"}) {
            var tries = new AtomicInteger();
            idempotency.once(request("k" + state, "a"), () -> {
                if (tries.incrementAndGet() < 3) {
                    raise(state);
                }
                return effect();
            });
            assertThat(tries).hasValue(3);
        }
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void givesUpAfterSoManyLostRacesAndAtOnceWhenALockIsNotToBeHad() {
        var tries = new AtomicInteger();
        assertThatExceptionOfType(ConcurrencyFailureException.class)
                .isThrownBy(() -> idempotency.once(request("k", "a"), () -> {
                    tries.incrementAndGet();
                    return raise("40001");
                }));
        assertThat(tries).hasValue(4);

        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> idempotency.once(request("k", "a"), () -> {
                    tries.incrementAndGet();
                    return raise("55P03");
                }));
        assertThat(tries).hasValue(5);
    }

    @Test
    void finishesWhatAPredecessorHasBegunOnceItsLeaseIsOver() {
        var steps = new Steps();
        steps.dies = true;
        assertThatIllegalStateException().isThrownBy(() -> idempotency.twice(request("k", "a"), steps));

        assertRefused("request-in-flight", () -> idempotency.twice(request("k", "a"), steps));
        owner.jdbc().sql("update idempotency.record set lease_until = now() where principal = :principal")
                .param("principal", principal).update();
        assertThat(idempotency.twice(request("k", "a"), steps).getBody()).isEqualTo("resumed " + steps.id);
        assertThatExceptionOfType(Replay.class).isThrownBy(() -> idempotency.twice(request("k", "a"), steps));
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void callsTheOutsideWithNoTransactionOpen() {
        var answer = idempotency.twice(request("k", "a"), new Steps());

        assertThat(answer.getBody()).isEqualTo("finished in a transaction: false");
        assertThatExceptionOfType(Replay.class).isThrownBy(() -> idempotency.twice(request("k", "a"), new Steps()));
    }

    @Test
    void forgetsOldAnswersOnly() {
        idempotency.once(request("old", "a"), this::effect);
        idempotency.once(request("new", "a"), this::effect);
        owner.jdbc().sql(
                "update idempotency.record set created_at = now() - interval '31 days' where principal = :p and key = 'old'")
                .param("p", principal).update();

        assertThat(records.deleteExpired()).isPositive();

        idempotency.once(request("old", "a"), this::effect);
        assertThatExceptionOfType(Replay.class).isThrownBy(() -> idempotency.once(request("new", "a"), this::effect));
    }

    private final class Steps implements TwoSteps<UUID, Boolean> {

        private final UUID id = UUID.randomUUID();
        private boolean dies;

        @Override
        public UUID begin() {
            effect();
            return id;
        }

        @Override
        public UUID begun(UUID begun) {
            return begun;
        }

        @Override
        public Boolean call(UUID begun) {
            if (dies) {
                throw new IllegalStateException("killed");
            }
            return org.springframework.transaction.support.TransactionSynchronizationManager
                    .isActualTransactionActive();
        }

        @Override
        public ResponseEntity<Object> finish(UUID begun, Boolean outcome) {
            return ResponseEntity.ok("finished in a transaction: " + outcome);
        }

        @Override
        public ResponseEntity<Object> resume(UUID begun) {
            return ResponseEntity.ok("resumed " + begun);
        }
    }

    private ResponseEntity<String> effect() {
        jdbc.sql("insert into only_tests.effect values (:principal)").param("principal", principal).update();
        return ResponseEntity.status(201).eTag("1").body("effect " + effects.incrementAndGet());
    }

    private ResponseEntity<String> raise(String state) {
        jdbc.sql("do $$ begin raise exception 'injected' using errcode = '" + state + "'; end $$").update();
        throw new AssertionError("not reached");
    }

    private int rows() {
        return jdbc.sql("select count(*) from only_tests.effect where principal = :principal")
                .param("principal", principal).query(Integer.class).single();
    }

    private IdempotentRequest request(String key, String body) {
        return new IdempotentRequest(principal, key, fingerprint(body), "/p");
    }

    private static String fingerprint(String body) {
        return body.repeat(64);
    }

    private static void assertRefused(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable request) {
        assertThatExceptionOfType(Refusal.class).isThrownBy(request)
                .satisfies(refusal -> assertThat(refusal.type().code()).isEqualTo(code));
    }
}
