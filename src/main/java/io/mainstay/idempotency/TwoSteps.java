package io.mainstay.idempotency;

import java.util.UUID;

import org.springframework.http.ResponseEntity;

/// A use case that has to call the outside world between two transactions: the intent is committed, then the call is
/// made with no transaction open, then its outcome is committed together with the answer.
///
/// @param <B> what the first step hands to the others, in memory
/// @param <O> the outcome of the call; never an exception
public interface TwoSteps<B, O> {

    /// In the first transaction.
    ///
    /// @throws io.mainstay.problem.Refusal if it can't be begun; nothing is kept then but the refusal
    B begin();

    /// What the first step has made, by which a repeat can find it.
    UUID begun(B begun);

    /// Between the transactions. Whatever goes wrong is an outcome.
    O call(B begun);

    /// In the second transaction: records the outcome and answers.
    ResponseEntity<Object> finish(B begun, O outcome);

    /// In the second transaction of a repeat whose predecessor died between the two: answers from what is known.
    ResponseEntity<Object> resume(UUID begun);
}
