package io.mainstay.idempotency;

import io.mainstay.idempotency.IdempotencyRecords.Found;
import io.mainstay.idempotency.Replay.StoredAnswer;
import io.mainstay.problem.Problems;
import io.mainstay.problem.Refusal;
import java.net.URI;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Runs a use case once per [IdempotentRequest] and keeps its answer for the repeats.
///
/// The transaction begins and ends here. One that loses a race in the database (SQLSTATE 40001 or 40P01, or the key's
/// own uniqueness) is run again from its start, a bounded number of times. Refusals with the status 402, 409 or 422 are
/// answers too and are kept; everything else that is thrown leaves no trace.
@Service
public class Idempotency {

    private static final Set<Integer> KEPT_REFUSALS = Set.of(402, 409, 422);
    private static final Set<String> LOST_RACES = Set.of("40001", "40P01");
    private static final int MAX_BACKOFF_MS = 20;

    private final IdempotencyRecords records;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final IdempotencySettings settings;

    Idempotency(IdempotencyRecords records, PlatformTransactionManager transactions, JsonMapper json,
            IdempotencySettings settings) {
        this.records = records;
        this.transaction = new TransactionTemplate(transactions);
        this.json = json;
        this.settings = settings;
    }

    /// Runs a use case of one transaction: its effects, and the record of its answer, commit together.
    ///
    /// @throws Refusal `request-in-flight` (409) if the same key is at work now, `idempotency-key-reused` (422) if it
    ///     stands for another request
    public <T> ResponseEntity<T> once(IdempotentRequest request, Supplier<ResponseEntity<T>> useCase) {
        return keepingRefusals(request, () -> retrying(() -> inTransaction(() -> {
            if (claim(request) != null) {
                throw inFlight();
            }
            var answer = useCase.get();
            records.insertAnswer(request, stored(answer));
            return answer;
        })));
    }

    /// Runs a use case of two transactions with a call to the outside between them.
    ///
    /// @throws Refusal as [#once]
    public <B, O> ResponseEntity<Object> twice(IdempotentRequest request, TwoSteps<B, O> useCase) {
        Object first = keepingRefusals(request, () -> retrying(() -> inTransaction(() -> begin(request, useCase))));
        if (first instanceof ResponseEntity<?> resumed) {
            return ResponseEntity.status(resumed.getStatusCode()).headers(resumed.getHeaders()).body(resumed.getBody());
        }
        @SuppressWarnings("unchecked") // begin() gives either an answer or a B
        var begun = (B) first;
        var outcome = useCase.call(begun);
        return retrying(() -> inTransaction(() -> {
            var answer = useCase.finish(begun, outcome);
            records.finish(request, stored(answer));
            return answer;
        }));
    }

    /// Either what the first step has begun, or the answer of a predecessor's second step.
    private <B, O> Object begin(IdempotentRequest request, TwoSteps<B, O> useCase) {
        var unfinished = claim(request);
        if (unfinished == null) {
            var begun = useCase.begin();
            records.insertBegun(request, useCase.begun(begun));
            return begun == null ? Map.of() : begun;
        }
        if (unfinished.leased() || unfinished.begun() == null) {
            throw inFlight();
        }
        var answer = useCase.resume(unfinished.begun());
        records.finish(request, stored(answer));
        return answer;
    }

    /// @return the record of an unfinished use case; null if the key is new
    private @Nullable Found claim(IdempotentRequest request) {
        var claim = records.claim(request);
        var found = claim.found().orElse(null);
        if (found != null && !found.fingerprint().equals(request.fingerprint())) {
            throw new Refusal(IdempotencyProblems.KEY_REUSED, "This key was used with another path or body.");
        }
        if (found != null && found.answer() != null) {
            throw new Replay(found.answer());
        }
        if (!claim.claimed()) {
            throw inFlight();
        }
        return found;
    }

    private <T> T keepingRefusals(IdempotentRequest request, Supplier<T> work) {
        try {
            return work.get();
        } catch (Refusal refusal) {
            var type = refusal.type();
            if (KEPT_REFUSALS.contains(type.status().value()) && !type.equals(IdempotencyProblems.IN_FLIGHT)
                    && !type.equals(IdempotencyProblems.KEY_REUSED)) {
                keep(request, refusal);
            }
            throw refusal;
        }
    }

    private void keep(IdempotentRequest request, Refusal refusal) {
        var problem = Problems.of(refusal);
        problem.setInstance(URI.create(request.path()));
        var answer = new StoredAnswer(problem.getStatus(), null, null, json.writeValueAsString(problem));
        try {
            transaction.executeWithoutResult(_ -> records.insertAnswer(request, answer));
        } catch (DuplicateKeyException _) {
            // another request with this key came to an answer first: that one is everybody's
            transaction.executeWithoutResult(_ -> claim(request));
        }
    }

    private <T> T retrying(Supplier<T> work) {
        for (var attempt = 1;; attempt++) {
            try {
                return work.get();
            } catch (ConcurrencyFailureException lostRace) {
                if (attempt >= settings.maxAttempts() || !isLostRace(lostRace)) {
                    throw lostRace;
                }
                backOff(attempt);
            } catch (DuplicateKeyException taken) {
                // a repeat committed between our look at the key and our own record of it
                if (attempt >= settings.maxAttempts() || !String.valueOf(taken.getMessage()).contains("record_pkey")) {
                    throw taken;
                }
            }
        }
    }

    /// A serialization failure, a deadlock or an optimistic lock; not a lock that was waited for in vain.
    private static boolean isLostRace(ConcurrencyFailureException failure) {
        if (failure instanceof OptimisticLockingFailureException) {
            return true;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException database) {
                return LOST_RACES.contains(database.getSQLState());
            }
        }
        return false;
    }

    private static void backOff(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(MAX_BACKOFF_MS << attempt));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("NullAway") // no use case returns null
    private <T> T inTransaction(Supplier<T> work) {
        return transaction.execute(_ -> work.get());
    }

    private StoredAnswer stored(ResponseEntity<?> answer) {
        var location = answer.getHeaders().getLocation();
        return new StoredAnswer(answer.getStatusCode().value(), location == null ? null : location.toString(),
                answer.getHeaders().getFirst(HttpHeaders.ETAG),
                answer.getBody() == null ? null : json.writeValueAsString(answer.getBody()));
    }

    private static Refusal inFlight() {
        return new Refusal(IdempotencyProblems.IN_FLIGHT, "Another request with this key has not ended yet.",
                Map.of(Refusal.RETRY_AFTER_SECONDS, 1));
    }
}
