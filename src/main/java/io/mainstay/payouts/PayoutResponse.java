package io.mainstay.payouts;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mainstay.money.Money;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A payout as its owner sees it.
///
/// @param status one of `pending`, `inTransit`, `paid`, `failed`, `reversed`
/// @param failureCode why it failed or came back, in the provider's words
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Payout")
record PayoutResponse(PayoutId id, Money amount, String destination, String status, @Nullable String failureCode,
        Instant createdAt, Instant updatedAt) {

    static PayoutResponse of(Payout payout) {
        return new PayoutResponse(payout.id(), payout.amount(), payout.destination(), payout.status().name(),
                payout.failureCode(), payout.createdAt(), payout.updatedAt());
    }
}
