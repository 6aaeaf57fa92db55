package io.mainstay.sandbox;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was done with one authorization, and what may still be done: the bounds that every provider checks by itself.
final class Account {

    private final Map<String, Operation> done = new LinkedHashMap<>();
    @Nullable
    Dispute dispute;

    void keep(Operation operation) {
        done.put(operation.operation(), operation);
    }

    @Nullable
    String refusesCapture(@Nullable Operation authorization, Request request, Instant now) {
        if (authorization == null || authorization.status() != Status.succeeded) {
            return "no_such_authorization";
        }
        if (authorization.request().whole() || isClosed()) {
            return "authorization_closed";
        }
        if (authorization.until() != null && !now.isBefore(authorization.until())) {
            return "authorization_expired";
        }
        return beyond(request, authorization, authorization.request().amount() - captured(authorization));
    }

    @Nullable
    String refusesCancel(@Nullable Operation authorization, Request request) {
        if (authorization == null || authorization.status() == Status.declined) {
            return "no_such_authorization";
        }
        if (authorization.status() == Status.succeeded && (authorization.request().whole() || isClosed())) {
            return "authorization_closed";
        }
        return beyond(request, authorization, authorization.request().amount() - sum(Kind.capture));
    }

    @Nullable
    String refusesRefund(@Nullable Operation authorization, Request request) {
        if (authorization == null || authorization.status() != Status.succeeded) {
            return "no_such_authorization";
        }
        if (dispute != null && !dispute.state().equals("won")) {
            return "charge_disputed";
        }
        return beyond(request, authorization, captured(authorization) - sum(Kind.refund));
    }

    long captured(Operation authorization) {
        return authorization.request().whole() ? authorization.request().amount() : sum(Kind.capture);
    }

    private static @Nullable String beyond(Request request, Operation authorization, long atMost) {
        if (!request.currency().equals(authorization.request().currency())) {
            return "currency_mismatch";
        }
        return request.amount() > atMost ? "amount_too_large" : null;
    }

    /// Of what is done or in flight.
    private long sum(Kind kind) {
        return done.values().stream()
                .filter(operation -> operation.is(kind) && operation.status() != Status.declined)
                .mapToLong(operation -> operation.request().amount()).reduce(0, Math::addExact);
    }

    private boolean isClosed() {
        return done.values().stream().anyMatch(operation -> operation.status() == Status.succeeded
                && (operation.is(Kind.cancel) || operation.is(Kind.capture) && operation.request().whole()));
    }
}
