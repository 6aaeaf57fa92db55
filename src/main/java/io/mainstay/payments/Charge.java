package io.mainstay.payments;

import io.mainstay.providers.Instruction;
import io.mainstay.providers.OperationId;
import java.time.Instant;

/// An instruction that is about to be sent.
///
/// @param sendBefore one that was held up for longer isn't sent any more: the repair job may have given it up
public record Charge(PaidFor paidFor, PaymentId payment, String provider, Instruction instruction, Instant sendBefore) {

    public OperationId operation() {
        return instruction.operation();
    }
}
