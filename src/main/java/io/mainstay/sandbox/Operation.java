package io.mainstay.sandbox;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What has become of a request: a line of the journal, and what is answered and announced.
///
/// @param code why it was declined
/// @param method the payment method that it's about, or the destination of a payout: it decides what happens
/// @param at when it was asked for
/// @param until when an authorization can't be captured any more
record Operation(Request request, String id, Status status, @Nullable String code, String method, Instant at,
        @Nullable Instant until) {

    String operation() {
        return request.operation();
    }

    boolean is(Kind kind) {
        return request.kind() == kind;
    }

    Operation ended(@Nullable String because) {
        return new Operation(request, id, because == null ? Status.succeeded : Status.declined, because, method, at,
                until);
    }

    /// @param pages where the provider's own pages are
    Map<String, Object> view(String pages) {
        var view = new LinkedHashMap<String, Object>();
        view.put("id", id);
        view.put("operation", operation());
        view.put("kind", request.kind());
        view.put("status", status);
        view.put("amount", request.amount());
        view.put("currency", request.currency());
        if (code != null) {
            view.put("code", code);
        }
        if (until != null) {
            view.put("expires", until.toString());
        }
        if (status == Status.actionRequired) {
            view.put("url", pages + "/3ds/" + id);
        }
        return view;
    }
}
