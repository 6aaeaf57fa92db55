package io.mainstay.sandbox;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the magic values do, after the ends of Stripe's test cards where it has one. A payment method decides about its
/// authorization and everything that is done with that; a destination about its payout.
final class Magic {

    private static final Map<String, String> DECLINES = Map.of("tok_0002", "card_declined", "tok_9995",
            "insufficient_funds", "tok_0069", "expired_card", "tok_0119", "processing_error");

    /// Authorizations of these succeed.
    private static final Set<String> GOOD = Set.of("tok_4242", "tok_0259", "tok_timeout", "tok_timeout_later",
            "tok_cut", "tok_slow", "tok_webhook_twice", "tok_webhook_late", "tok_7726",
            "tok_5126", "tok_refund_declined");
    private static final Set<String> PENDING_REFUNDS = Set.of("tok_7726", "tok_5126");

    private Magic() {}

    static boolean asksTheCustomer(String method) {
        return method.equals("tok_3ds");
    }

    /// Whether the end of this comes later only.
    static boolean takesItsTime(Kind kind, String method) {
        return switch (kind) {
            case authorize -> method.equals("tok_pending");
            case refund -> PENDING_REFUNDS.contains(method);
            case payout -> true;
            case capture, cancel -> false;
        };
    }

    /// Why it's declined; null if it isn't.
    static @Nullable String refusal(Kind kind, String method) {
        return switch (kind) {
            case authorize -> GOOD.contains(method) || asksTheCustomer(method) || takesItsTime(kind, method)
                    ? null
                    : DECLINES.getOrDefault(method, "invalid_payment_method");
            case refund -> method.equals("tok_5126") || method.equals("tok_refund_declined")
                    ? "expired_or_canceled_card"
                    : null;
            case payout -> method.equals("acct_fails") ? "account_closed" : null;
            case capture, cancel -> null;
        };
    }

    static boolean isDisputed(String method) {
        return method.equals("tok_0259");
    }

    static boolean isNeverAnswered(Kind kind, String method) {
        return switch (kind) {
            case authorize -> method.equals("tok_timeout");
            case capture, cancel, refund -> method.equals("tok_timeout_later");
            case payout -> method.equals("acct_timeout");
        };
    }

    static boolean isAnsweredSlowly(String method) {
        return method.equals("tok_slow");
    }

    static boolean isCutOff(String method) {
        return method.equals("tok_cut");
    }

    static boolean isAnnouncedTwice(String method) {
        return method.equals("tok_webhook_twice");
    }

    /// Whoever wants to know has to ask.
    static boolean isNeverAnnounced(Kind kind, String method) {
        return kind == Kind.authorize && method.equals("tok_timeout");
    }

    /// What comes after an authorization overtakes it.
    static boolean isAnnouncedLate(Kind kind, String method) {
        return kind == Kind.authorize && method.equals("tok_webhook_late");
    }
}
