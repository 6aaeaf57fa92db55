package io.mainstay.payments;

import io.mainstay.idempotency.TwoSteps;
import io.mainstay.providers.OperationId;
import io.mainstay.providers.Outcome;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;

/// An operation on a payment as a use case of two steps.
///
/// @param start begins it
/// @param settle records its outcome
/// @param answer tells what became of it
record OperationSteps(Supplier<Charge> start, Sending sending, Settlement settle,
        Function<OperationId, ResponseEntity<Object>> answer) implements TwoSteps<Charge, Outcome> {

    interface Settlement {

        void record(Charge charge, Outcome outcome);
    }

    @Override
    public Charge begin() {
        return start.get();
    }

    @Override
    public UUID begun(Charge charge) {
        return charge.operation().value();
    }

    @Override
    public Outcome call(Charge charge) {
        return sending.submit(charge);
    }

    @Override
    public ResponseEntity<Object> finish(Charge charge, Outcome outcome) {
        settle.record(charge, outcome);
        return answer.apply(charge.operation());
    }

    @Override
    public ResponseEntity<Object> resume(UUID operation) {
        return answer.apply(new OperationId(operation));
    }
}
