package io.mainstay.sandbox;

import java.time.Instant;
import java.util.Map;

/// A captured amount that the customer's bank takes back.
///
/// @param state `needs_response`, `won`, or `lost`
record Dispute(String id, String authorization, long amount, String currency, String state, Instant at) {

    static Dispute about(Operation authorization, long captured, Instant now) {
        return new Dispute("disp_" + authorization.operation(), authorization.id(), captured,
                authorization.request().currency(), "needs_response", now);
    }

    Dispute decided(String how, Instant now) {
        return new Dispute(id, authorization, amount, currency, how, now);
    }

    Map<String, Object> view() {
        return Map.of("id", id, "authorization", authorization, "amount", amount, "currency", currency, "reason",
                "fraudulent", "state", state, "at", at.toString());
    }
}
